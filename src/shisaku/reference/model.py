"""Curated facts about organisations, systems and laws, and the look-ups over them."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Organisation:
    """A ministry or body; empty string means that no sourced fact is known.

    key: path of its IRI (``soumu``); forms: names as plans print them, longest first;
    role: lead, body, operator or parent; readings: in kana; houjin_bangou: 13 digits with a
    valid check digit; parent: key of the organisation that it is a part of; supervisor: keys of
    the ministries in charge of an independent body; successor: key.
    """

    key: str
    name_ja: str
    name_en: str
    abbreviation: str
    readings: tuple[str, ...]
    forms: tuple[str, ...]
    role: str
    parent: str
    supervisor: tuple[str, ...]
    homepage: str
    houjin_bangou: str
    wikidata: str
    ror: str
    valid_from: str
    valid_to: str
    successor: str
    confidence: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class System:
    """A named information system; kind: portal, api, platform, database, network …

    forms: names as plans print them, longest first; readings: in kana; operator: keys of
    organisations, or names where the reference has no such organisation; formats: names of the
    EU file-type list; licence: IRI of the EU licence list; authentication, limits: in English,
    their ``_ja`` in Japanese; terms: in Japanese, terms_en in English, terms_url their page;
    status: active, ended, planned or unknown with status_date (ISO 8601, may be a year or
    month) and status_note in words; part_of, related: keys of systems.
    recognise: False for names that are reference only and never searched in a plan.
    """

    key: str
    name: str
    name_en: str
    forms: tuple[str, ...]
    readings: tuple[str, ...]
    kind: str
    operator: tuple[str, ...]
    homepage: str
    no_homepage_reason: str
    api_base: str
    api_docs: str
    api_version: str
    formats: tuple[str, ...]
    authentication: str
    authentication_ja: str
    limits: str
    limits_ja: str
    terms: str
    terms_en: str
    terms_url: str
    licence: str
    linked_data: str
    status: str
    status_date: str
    status_note: str
    status_note_en: str
    opened: str
    part_of: str
    related: tuple[str, ...]
    recognise: bool
    confidence: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Law:
    """A statute or notice. key: e-Gov law id, or a slug where no id is known.

    number: 平成15年法律第57号; origin: cabinet, representatives or councillors, the three serials
    of law ids; short_names: as plans print them, longest first.
    """

    key: str
    name: str
    short_names: tuple[str, ...]
    number: str
    law_id: str
    origin: str
    url: str
    name_en: str
    confidence: str
    source: str
    note: str


@dataclass(frozen=True, slots=True)
class Reference:
    """All reference data, keyed."""

    organisations: dict[str, Organisation]
    systems: dict[str, System]
    laws: dict[str, Law]
