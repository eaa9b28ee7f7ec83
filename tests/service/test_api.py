"""The JSON API over the sample's release: filters, paging, errors, and what its OpenAPI says."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import schemathesis
from fastapi import FastAPI
from fastapi.testclient import TestClient
from hypothesis import HealthCheck, settings

from shisaku.release.tables.columns import load_tables
from shisaku.service import api_model
from shisaku.service.api import api_router

MODELS = {
    "measures": api_model.Measure,
    "kpis": api_model.Kpi,
    "values": api_model.Value,
    "organisations": api_model.Organisation,
    "systems": api_model.System,
}


#: The release that the application serves; the fixture fills it in.
SERVED: list[Path] = []

application = FastAPI(title="Shisaku", openapi_url="/api/openapi.json")
application.include_router(api_router(lambda: SERVED[0]))
schema = schemathesis.openapi.from_asgi("/api/openapi.json", application)


@pytest.fixture(scope="session", autouse=True)
def served(sample_out: Path) -> None:
    """Serve the sample's release."""
    SERVED.append((sample_out / "current").resolve())


@pytest.fixture(scope="session")
def client() -> TestClient:
    """A client of the API."""
    return TestClient(application)


@schema.parametrize()
@settings(
    max_examples=40,
    derandomize=True,
    deadline=None,
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_as_described(case: schemathesis.Case) -> None:
    case.call_and_validate()


@pytest.mark.parametrize("name", MODELS)
def test_fields_are_the_columns_of_the_table(name: str) -> None:
    table = next(table for table in load_tables() if table.name == name)
    fields = set(MODELS[name].model_fields) - ({"values"} if name == "kpis" else set())
    assert fields == {column.name for column in table.columns}


@pytest.mark.parametrize(
    ("question", "total"),
    [
        ("measures", 154),
        ("measures?lead=soumu", 36),
        ("measures?lead=総務省", 36),
        ("measures?area=4", 13),
        ("measures?area=4&lead=soumu", 2),
        ("measures?q=統計データ", 1),
        ("measures?system=e-Stat", 1),
        ("kpis?measure=4-8", 4),
        ("organisations?q=統計センター", 1),
    ],
)
def test_filters(client: TestClient, question: str, total: int) -> None:
    assert client.get(f"/api/{question}").json()["total"] == total


def test_pages_follow_each_other_to_the_end(client: TestClient) -> None:
    numbers, address = [], "/api/measures?limit=50"
    while address:
        page = client.get(address).json()
        numbers += [item["number"] for item in page["items"]]
        address = page["next"]
    assert len(numbers) == len(set(numbers)) == 154


def test_a_measure_and_a_kpi_by_number(client: TestClient) -> None:
    measure = client.get("/api/measures/4-8").json()
    assert (measure["id"], measure["lead_names"]) == ("04-08", ["総務省"])
    kpi = client.get("/api/kpis/4-8/1").json()
    assert [value["value"] for value in kpi["values"]] == [290000]
    assert kpi["values"][0]["quote"]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("measures/99-9", 404),
        ("systems/none", 404),
        ("measures?limit=0", 422),
        ("measures?limit=1001", 422),
        ("measures?offset=-1", 422),
        ("measures?unknown=1", 422),
    ],
)
def test_what_is_wrong_is_said(client: TestClient, path: str, status: int) -> None:
    answer = client.get(f"/api/{path}")
    assert answer.status_code == status
    assert json.loads(answer.text)


@pytest.mark.parametrize("verb", ["POST", "PUT", "PATCH", "DELETE"])
def test_nothing_can_be_written(client: TestClient, verb: str) -> None:
    assert client.request(verb, "/api/measures").status_code == 405


def test_without_a_release_there_are_no_tables() -> None:
    application = FastAPI()
    application.include_router(api_router(lambda: None))
    assert TestClient(application).get("/api/measures").status_code == 404
