"""What the JSON API answers with and may be asked for, as OpenAPI shows it.

The fields of a resource are the columns of its table in the release (``data/*.json``).
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Generic, TypeVar

from pydantic import BaseModel, ConfigDict, Field

Text = str | None


class Resource(BaseModel):
    """A row of a table; iri is the permanent address of what it describes."""

    id: str = Field(description="sorts as text")
    iri: str = Field(description="permanent IRI of the resource")


class Measure(Resource):
    """A policy measure (施策)."""

    number: str = Field(description="as cited, for example 4-8")
    position: int
    title_ja: str
    title_en: Text
    summary_ja: Text
    summary_en: Text
    area_number: str
    area: str
    lead_names: list[str]
    systems: list[str]
    laws: list[str]
    edition_iri: str
    area_iri: str
    lead_iris: list[str]


class Value(Resource):
    """A value of a KPI: a target, a result, an expectation or a budget."""

    key: str
    measure_number: Text
    measure: Text
    kpi_number: str
    kpi: str
    role: str = Field(description="target, actual, expected or budget")
    value: float
    unit: str
    period: str
    period_start: date | None
    period_end: date | None
    qualifier: Text
    cumulative: bool | None
    cadence: Text
    quote: list[str] = Field(description="words of the plan that state the value")
    kpi_iri: str
    measure_iri: Text
    role_iri: str
    unit_iri: str
    period_iri: str


class Kpi(Resource):
    """A KPI of a measure, with its values."""

    number: str = Field(description="measure and KPI, for example 4-8/1")
    measure_number: Text
    measure: Text
    position: int | None
    label: str
    text: Text
    measure_iri: Text
    part_of_iri: Text
    values: list[Value] = Field(description="values of this KPI, in the order of their ids")


class Organisation(Resource):
    """A ministry or body."""

    name_ja: str
    name_en: Text
    corporate_number: Text
    valid_from: Text
    valid_to: Text
    measures: list[str] = Field(description="numbers of the measures that it leads")
    homepage: Text
    parent_iri: Text


class System(Resource):
    """An information system that measures name."""

    title_ja: str
    title_en: Text
    forms: list[str]
    kind: Text
    operator: list[str]
    status: Text
    status_date: Text
    status_note_ja: Text
    status_note_en: Text
    landing_page: Text
    endpoint: Text
    endpoint_description: list[str]
    measures: list[str] = Field(description="numbers of the measures that name it")
    kind_iri: Text
    status_iri: Text


Item = TypeVar("Item", bound=Resource)


class Page(BaseModel, Generic[Item]):
    """A page of a list, in the order of ids."""

    total: int = Field(description="how many there are on all pages")
    limit: int
    offset: int
    next: Text = Field(description="address of the next page, null on the last one")
    items: list[Item]


class Problem(BaseModel):
    """What went wrong (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str


_Word = Annotated[Text, Field(min_length=1, max_length=200)]


class Paging(BaseModel):
    """Which part of a list is wanted; any other parameter is an error."""

    model_config = ConfigDict(extra="forbid")

    limit: int = Field(50, ge=1, le=1000, description="items on a page")
    offset: int = Field(0, ge=0, le=1_000_000, description="items to leave out")
    q: _Word = Field(None, description="text that a name or description holds")


class MeasureQuery(Paging):
    """Filters of measures."""

    area: _Word = Field(None, description="number of the policy area, for example 4")
    lead: _Word = Field(None, description="key of a lead ministry (soumu), or its name")
    system: _Word = Field(None, description="name of an information system")
    law: _Word = Field(None, description="title of a law")


class KpiQuery(Paging):
    """Filters of KPIs."""

    measure: _Word = Field(None, description="number of the measure, for example 4-8")
    role: _Word = Field(None, description="only KPIs with a value of this role")
    period: _Word = Field(None, description="only KPIs with a value for this period (FY2025)")


class OrganisationQuery(Paging):
    """Filters of organisations."""

    measure: _Word = Field(None, description="number of a measure that it leads")


class SystemQuery(Paging):
    """Filters of information systems."""

    kind: _Word = Field(None, description="key of a kind, for example api")
    status: _Word = Field(None, description="active, ended, planned or unknown")
    measure: _Word = Field(None, description="number of a measure that names it")
