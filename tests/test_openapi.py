"""Whatever the description allows is answered as described: no failure of ours, no answer that is not documented."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from serving import application, client_of, token
from starlette.testclient import TestClient

from duibiao.store import Store

EXAMPLES = 2
APP = application(Store.in_memory())
OPERATIONS = {
    operation.label: operation
    for found in schemathesis.openapi.from_dict(APP.openapi()).get_all_operations()
    if not (operation := found.ok()).path.endswith("/events")
}


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    client = client_of(APP)
    client.headers.update(token(APP, "administrator"))
    yield client
    APP.state.workers.close()
    APP.state.loads.close()


@pytest.mark.parametrize("label", sorted(OPERATIONS))
def test_every_operation_answers_as_described(client: TestClient, label: str) -> None:
    operation = OPERATIONS[label]

    @settings(max_examples=EXAMPLES, phases=[Phase.generate], suppress_health_check=list(HealthCheck), derandomize=True, database=None)
    @given(case=operation.as_strategy())
    def answers(case: Any) -> None:
        asked: Mapping[str, Any] = case.as_transport_kwargs(base_url="http://testserver")
        words = {key: value for key, value in asked.items() if key in {"params", "json", "data", "files", "headers"} and value is not None}
        if isinstance(words.get("data"), str | bytes):
            words["content"] = words.pop("data")
        answer = client.request(asked["method"], asked["url"], **words)
        assert answer.status_code < 500, answer.text
        described = operation.definition.raw["responses"]
        kinds = described.get(str(answer.status_code), described["default"] if answer.status_code >= 400 else {}).get("content", {})
        kind = answer.headers.get("content-type", "").partition(";")[0]
        assert not kinds or kind in {name.partition(";")[0] for name in kinds}, (answer.status_code, kind)

    answers()


def test_the_page_on_the_interface_asks_nobody_else(client: TestClient) -> None:
    page = client.get("/docs").text
    assert "://" not in page and "接口" in page
    assert "interface" in client.get("/docs?lang=en").text
    parts = re.findall(r'(?:src|href)="(/static/[^"]+)"', page)
    assert len(parts) == 4 and all(client.get(part).status_code == 200 for part in parts)
