"""Scores, crosswalks and reports over HTTP say what the commands say."""

import io
import json
from datetime import date
from urllib.parse import unquote

import pytest
from openpyxl import load_workbook
from starlette.testclient import TestClient

from duibiao import shapes
from duibiao.api import create_app
from duibiao.register.crosswalk import crosswalk
from duibiao.register.report import paper
from duibiao.register.score_formats import score_json
from duibiao.register.scores import scorecard
from duibiao.store import Store

DAY, FIRM, NAME = date(2026, 11, 22), "91000000JJG000023K", "云杉岭示例精密机械有限公司"


@pytest.fixture(scope="module")
def client(filled: Store) -> TestClient:
    return TestClient(create_app(filled))


def test_a_scorecard(client: TestClient, filled: Store) -> None:
    found = client.get(f"/api/score?enterprise={NAME}&as_of={DAY}").json()
    assert found == json.loads(json.dumps(score_json(scorecard(filled, FIRM, day=DAY, book=shapes.shipped()))))


def test_a_crosswalk(client: TestClient, filled: Store) -> None:
    found = client.get(f"/api/crosswalk?enterprise={FIRM}&to=GB/T 33000-2025&as_of={DAY}").json()
    assert found == crosswalk(filled, FIRM, to="GB/T 33000-2025", day=DAY).as_json()


def test_a_report_is_a_file(client: TestClient, filled: Store) -> None:
    answer = client.get(f"/api/report?enterprise={FIRM}&kind=evaluation&lang=en&as_of={DAY}")
    assert unquote(answer.headers["content-disposition"]).endswith(f"''{NAME}-evaluation.xlsx")
    sheet = load_workbook(io.BytesIO(answer.content)).worksheets[1]
    section = paper(filled, FIRM, day=DAY, book=shapes.shipped(), language="en", kind="evaluation").sections[0]
    assert sheet.title == section.name and sheet.max_row == len(section.rows) + 1


@pytest.mark.parametrize(
    ("asked", "status", "said"),
    [
        ("report?enterprise=91000000JJG000023K&kind=quarterly", 422, "no quarterly report"),
        ("report?enterprise=x", 404, "no enterprise is called"),
        ("crosswalk?enterprise=91000000JJG000023K&to=GB 18218", 422, "no elements of"),
    ],
)
def test_what_cannot_be_is_a_problem(client: TestClient, asked: str, status: int, said: str) -> None:
    answer = client.get(f"/api/{asked}")
    assert answer.headers["content-type"] == "application/problem+json" and said in answer.text
    assert answer.status_code == status


def test_oscal(client: TestClient) -> None:
    answer = client.get(f"/api/report?enterprise={FIRM}&kind=oscal-poam&as_of={DAY}")
    assert answer.headers["content-type"] == "application/json" and "plan-of-action-and-milestones" in answer.json()
