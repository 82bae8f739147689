"""The lists and the named questions over HTTP say what the commands say, in pages that end."""

import csv
import io
from datetime import date

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from duibiao import queries
from duibiao.api import create_app
from duibiao.store import Store

DAY, PLANT, FIRM = date(2026, 11, 22), "91000000CLW000010K", "91000000JJG000023K"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@pytest.fixture(scope="module")
def client(library: Store) -> TestClient:
    return TestClient(create_app(library))


def test_the_ledger_is_that_of_the_gaps(client: TestClient) -> None:
    asked = f"enterprise={FIRM}&as_of={DAY}"
    alone, whole = (client.get(f"/api/{what}?{asked}").json() for what in ("ledger", "gaps"))
    assert alone["ledger"] == whole["ledger"] and "gaps" not in alone


def test_enterprises(client: TestClient) -> None:
    found = {entry["code"]: entry["name"] for entry in client.get("/api/enterprises").json()["enterprises"]}
    assert found[PLANT] == "沧澜湾示例化工有限公司" and len(found) == 3


def test_norms_with_their_state_on_a_day(client: TestClient) -> None:
    def of(day: str) -> dict[str, str]:
        return {norm["key"]: norm["status"] for norm in client.get(f"/api/norms?as_of={day}").json()["norms"]}

    assert (of("2019-02-28")["gb-18218-2018"], of("2019-03-01")["gb-18218-2018"]) == ("announced", "in_force")
    assert of("2019-03-01")["gb-18218-2009"] == "replaced"


@pytest.mark.parametrize("key", ["gb-18218", "GB 18218", "gb-18218-2018"])
def test_a_norm_by_key_or_number(client: TestClient, key: str) -> None:
    found = client.get(f"/api/norms/{key}?as_of={DAY}").json()["editions"]
    assert found[0]["key"] == "gb-18218-2018" and found[0]["status"] == "in_force"
    assert {"clause", "iri", "requirements"} == set(found[0]["clauses"][0])


def test_the_clauses_of_a_law_tell_what_they_demand(client: TestClient) -> None:
    [edition] = [e for e in client.get("/api/norms/安全生产法").json()["editions"] if e["key"] == "安全生产法-2021"]
    demands = {clause["clause"]: [r["requirement"] for r in clause["requirements"]] for clause in edition["clauses"]}
    assert "R003" in demands["第二十二条"]


def test_a_number_with_a_slash(client: TestClient) -> None:
    assert client.get("/api/norms/GB/T 33000").json()["editions"][0]["work"] == "gb-t-33000"
    missing = client.get("/api/norms/没有")
    assert (missing.status_code, missing.headers["content-type"]) == (404, "application/problem+json")


def test_documents(client: TestClient, library: Store) -> None:
    found = client.get("/api/documents").json()["documents"]
    assert found == queries.ask(library, "document-facts", {}).rows and found


def test_comparisons_of_one_standard_and_of_all(client: TestClient) -> None:
    one = client.get("/api/compare", params={"standard": "Q/CLW 101-2024", "as_of": str(DAY)}).json()
    assert next(row for row in one["rows"] if row["ours"]["clause"] == "5.1")["verdict"] == "violation"
    every = client.get("/api/compare", params={"standard": "沧澜湾示例化工有限公司", "with": "GB 30871", "as_of": str(DAY)}).json()
    assert len(every["tables"]) == 35
    assert {row["theirs"]["norm"] for table in every["tables"] for row in table["rows"] if row["theirs"]} <= {"GB 30871-2022"}


def test_tasks(client: TestClient) -> None:
    found = client.get(f"/api/tasks?enterprise={FIRM}&within=2&as_of={DAY}").json()
    assert found["until"] == "2026-11-24"
    assert [task["due"] for task in found["tasks"] if task["due"]] == ["2026-11-23"]
    assert client.get("/api/tasks?for=查无此岗").status_code == 404


# --- questions


def test_every_question_is_listed_with_its_parameters(client: TestClient) -> None:
    found = {question["name"]: question for question in client.get("/api/questions").json()["questions"]}
    assert found.keys() == queries.questions().keys()
    assert found["due"]["parameters"][0] == {"name": "by", "type": "xsd:date", "default": "today", "required": False, "about": ""}


@pytest.mark.parametrize("limit", [1, 7, 1000])
def test_pages_end_and_hold_every_row_once(client: TestClient, library: Store, limit: int) -> None:
    rows, following = [], f"/api/questions/due?by=2026-12-31&limit={limit}"
    while following:
        page = client.get(following).json()
        assert 0 < len(page["rows"]) <= limit and page["more"] == bool(page["next"])
        rows += page["rows"]
        following = page["next"]
    assert rows == queries.ask(library, "due", {"by": "2026-12-31"}).rows


def test_as_csv_and_as_a_workbook(client: TestClient) -> None:
    path = "/api/questions/due?by=2026-12-31&limit=5"
    page = client.get(path).json()
    text, book = (client.get(path, headers={"accept": media}) for media in ("text/csv", XLSX))
    table = list(csv.reader(io.StringIO(text.text)))
    assert table[0] == page["columns"] and [row[0] for row in table[1:]] == [row["due"] for row in page["rows"]]
    assert [[cell or "" for cell in row] for row in load_workbook(io.BytesIO(book.content)).active.values] == table  # type: ignore[union-attr]
    assert text.headers["link"] == book.headers["link"] == f'<{page["next"]}>; rel="next"'


@pytest.mark.parametrize(
    ("path", "status", "said"),
    [
        ("nothing", 404, "no question is called nothing; see /api/questions"),
        ("due?when=x", 422, "due has no parameter when; its parameters: by=xsd:date, post=thing"),
        ("due?by=soon", 422, "by=soon: a date is due, like 2026-01-31"),
        ("due?limit=0", 422, "limit"),
    ],
)
def test_what_is_asked_wrongly_is_told_the_right_way(client: TestClient, path: str, status: int, said: str) -> None:
    found = client.get(f"/api/questions/{path}")
    assert (found.status_code, found.headers["content-type"]) == (status, "application/problem+json")
    assert said in found.json()["detail"]


def test_a_format_that_there_is_not(client: TestClient) -> None:
    assert client.get("/api/questions/due", headers={"accept": "image/png"}).status_code == 406
