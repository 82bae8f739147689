"""The identification of major hazard sources over HTTP and on its page."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from pages import Page
from starlette.testclient import TestClient
from workbooks import Failed, write

from duibiao.api import create_app, hazard
from duibiao.store import Store

PATH = "/api/hazard-identification"
ON = {"as_of": "2026-11-22", "lang": "zh"}
ROWS: list[dict[str, Any]] = [
    {"unit": "罐区", "kind": "储存单元", "substance": "甲醇", "quantity": 800, "mass_unit": "t", "hazard_class": "W5.3", "people": 36},
    {"unit": "罐区", "substance": "液氨", "cas": None, "quantity": "6000", "mass_unit": "kg", "state": None},
]
CSV = "单元,单元类型,物质,数量(t),危险类别,500米人口\n罐区,储存单元,甲醇,800,W5.3,36\n罐区,,液氨,6,,\n"
TYPED = ("unit", "kind", "substance", "cas", "quantity", "mass_unit", "hazard_class", "process_condition", "people", "state")


@pytest.fixture(scope="module")
def client() -> TestClient:
    return TestClient(create_app(Store.in_memory()), raise_server_exceptions=False)


def identified(client: TestClient, body: Any, **more: str) -> dict[str, Any]:
    answer = client.post(PATH, json=body, params=ON | more)
    assert answer.status_code == 200, answer.text
    found: dict[str, Any] = answer.json()
    return found


def raw(client: TestClient, body: bytes, media: str = "application/json") -> Any:
    return client.post(PATH, content=body, params=ON, headers={"content-type": media})


def problem(answer: Any, status: int) -> str:
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")
    found = answer.json()
    assert set(found) - {"detail_zh"} == {"type", "title", "status", "detail"} and "\n" not in found["detail"]
    return str(found["detail"])


# --- the document


def test_the_answer_is_the_document_of_the_command(client: TestClient, run: Any, tmp_path: Path) -> None:
    (tmp_path / "inventory.csv").write_text(CSV + ",,苯,5,,\n", "utf-8")
    told = run("hazard", tmp_path / "inventory.csv", "--format", "json", "--lang", "zh", "--as-of", ON["as_of"])
    answer = raw(client, (tmp_path / "inventory.csv").read_bytes(), "text/csv; charset=utf-8")
    assert answer.json() == json.loads(told.stdout)
    assert [error["row"] for error in answer.json()["errors"]] == [4]


def test_every_shape_of_the_body_comes_to_the_same(client: TestClient) -> None:
    found = identified(client, {"rows": ROWS})
    [unit] = found["units"]
    assert (unit["S"], unit["R"], unit["level"], unit["status"]) == ("2.2", "3.36", 4, "major")
    assert identified(client, ROWS) == found
    alone = [{key: value for key, value in row.items() if key not in {"unit", "kind", "people"}} for row in ROWS]
    assert identified(client, {"units": [{"unit": "罐区", "kind": "储存单元", "people": "36", "rows": alone}]}) == found
    chinese = [{"单元": "罐区", "单元类型": "储存单元", "物质": "甲醇", "数量(t)": 800, "危险类别": "W5.3", "500米人口": 36}]
    assert identified(client, [*chinese, {"单元": "罐区", "物质": "液氨", "设计最大量": 6, "单位": "t"}])["units"][0]["S"] == "2.2"
    assert raw(client, CSV.encode("gb18030"), "text/csv").json()["units"][0]["S"] == "2.2"


@pytest.mark.parametrize(
    ("number", "q"),
    [("0.1000000000000000055", "0.1000000000000000055"), ("1e2", "100"), ("500.10", "500.1"), ("9007199254740993", "9007199254740993")],
)
def test_numbers_count_exactly_as_written(client: TestClient, number: str, q: str) -> None:
    body = f'[{{"unit": 7, "substance": "苯", "quantity": {number}, "mass_unit": "t"}}]'.encode()
    [unit] = raw(client, body).json()["units"]
    assert (unit["unit"], unit["rows"][0]["q"]) == ("7", q)


def test_units_that_hold_nothing_are_told(client: TestClient) -> None:
    [unit] = identified(client, {"units": [{"unit": "A", "rows": []}]})["units"]
    assert (unit["unit"], unit["status"], unit["rows"]) == ("A", "cannot_tell", [])
    assert unit["problems"] == ["单元没有填写任何物质，无法辨识"]


def test_a_row_may_not_empty_what_its_unit_states(client: TestClient) -> None:
    body = {"units": [{"unit": "A", "people": 36, "rows": [{"substance": "氨", "quantity": 20, "mass_unit": "t", "people": None}]}]}
    assert identified(client, body)["units"][0]["alpha"] == "1.2"


def test_what_is_wrong_with_rows_stands_among_the_errors(client: TestClient) -> None:
    found = identified(client, [ROWS[0], {"substance": "苯"}, ROWS[1] | {"colour": "red"}])
    assert [(e["row"], e["column"], e["value"]) for e in found["errors"]] == [(2, "单元", None), (3, "colour", "red")]
    assert found["units"][0]["S"] == "2.2"


def test_the_day_and_the_language(client: TestClient) -> None:
    found = identified(client, ROWS, as_of="2019-02-28", lang="en")
    assert (found["as_of"], found["units"][0]["status"]) == ("2019-02-28", "cannot_tell")
    assert found["units"][0]["problems"][0].startswith("GB 18218-2018 is in force from 2019-03-01")
    answer = client.post(PATH, json=[{"unit": "A", "substance": "苯"}], headers={"accept-language": "en-GB"})
    assert "is not stated" in answer.json()["units"][0]["problems"][0]


# --- bodies that are wrong


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"", "no JSON"),
        (b"{", "no JSON"),
        (b"\xff\xfe", "UTF-8"),
        (b'[{"unit": "\\ud800"}]', "UTF-8"),
        (b"[" * 100_000, "nested too deeply"),
        (b'[{"quantity": NaN}]', "NaN is no number"),
        (b"null", "a list of rows"),
        (b'"x"', "a list of rows"),
        (b"{}", "a list of rows"),
        (b'{"rows": [], "units": []}', "a list of rows"),
        (b'{"lines": []}', "a list of rows"),
        (b'{"rows": null}', "rows must be a list"),
        (b"[[]]", "rows[0] must be an object"),
        (b'[{"unit": true}]', "rows[0], 'unit', must be text or a number"),
        (b'[{"unit": {"a": 1}}]', "must be text or a number"),
        (b'[{"a\\nb": []}]', "must be text or a number"),
        (b'[{"unit": "' + b"x" * 1001 + b'"}]', "more than 1000 characters"),
        (b'{"units": ["A"]}', "units[0] must be an object"),
        (b'{"units": [{"unit": "A"}]}', "units[0].rows must be a list"),
        (b'{"units": [{"rows": []}]}', "units[0] must name its unit"),
        (b'{"units": [{"unit": "A", "rows": [{"unit": "B"}]}]}', "units[0].rows[0] must not name a unit"),
    ],
)
def test_a_body_that_is_none_is_a_problem(client: TestClient, body: bytes, said: str) -> None:
    assert said in problem(raw(client, body), 422)


@pytest.mark.parametrize("body", [b"", b"a,b\n1,2\n", b"\xff\xff\x00"])
def test_csv_that_is_no_inventory_is_a_problem(client: TestClient, body: bytes) -> None:
    assert "inventory.csv" in problem(raw(client, body, "text/csv"), 422)


def test_other_errors(client: TestClient) -> None:
    assert "text/csv" in problem(raw(client, b"x", "text/plain"), 415)
    assert "as_of" in problem(client.post(PATH, json=[], params={"as_of": "soon"}), 422)
    assert "lang" in problem(client.post(PATH, json=[], params={"lang": "de"}), 422)
    assert "POST" in client.get(PATH).headers["allow"]


def test_a_body_too_large_is_a_problem(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hazard, "MOST_BYTES", 100)
    assert "100 bytes" in problem(raw(client, b"[" + b" " * 100), 413)
    assert raw(client, b"[" + b" " * 98 + b"]").status_code == 200


def test_the_description_shows_a_body_that_works(client: TestClient) -> None:
    operation = client.get("/openapi.json").json()["paths"][PATH]["post"]
    content = operation["requestBody"]["content"]
    assert set(content) == {"application/json", "text/csv"}
    assert {"413", "415", "422"} <= set(operation["responses"])
    assert identified(client, content["application/json"]["example"])["units"][0]["S"] == "2.2"
    assert raw(client, content["text/csv"]["example"].encode(), "text/csv").json()["units"][0]["S"] == "1.6"


# --- the page


class Form(HTMLParser):
    """The controls of a page by name in their order, with what each holds, and those without a label."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.values: dict[str, list[str]] = {}
        self.unlabelled: list[str] = []
        self._open: list[str] = []
        self._select = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if tag in {"label", "select"}:
            self._open.append(tag)
        if tag in {"input", "select"} and found.get("type") != "hidden" and "label" not in self._open:
            self.unlabelled.append(str(found.get("name")))
        if tag == "input":
            self.values.setdefault(str(found["name"]), []).append(found.get("value") or "")
        if tag == "select":
            self._select = str(found["name"])
            self.values.setdefault(self._select, []).append("")
        if tag == "option" and "selected" in found:
            self.values[self._select][-1] = found["value"] or ""

    def handle_endtag(self, tag: str) -> None:
        if tag in {"label", "select"}:
            assert self._open.pop() == tag


def squeezed(text: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def post(client: TestClient, *rows: dict[str, str], lang: str = "zh", **others: str) -> Any:
    columns = {name: [row.get(name, "") for row in rows] for name in TYPED}
    return client.post("/hazard", params={"lang": lang}, data={**columns, "as_of": "2026-11-22", **others})


FARM = (
    {"unit": "罐区", "kind": "储存单元", "substance": "甲醇", "quantity": "800", "mass_unit": "t", "hazard_class": "W5.3", "people": "36"},
    {"substance": "液氨", "quantity": "6000", "mass_unit": "kg", "state": "液化气体"},
)


@pytest.mark.parametrize(("language", "shown"), [("zh", "构成重大危险源 · 四级"), ("en", "major hazard source · level 4")])
def test_the_page_shows_the_result_and_keeps_what_was_typed(client: TestClient, language: str, shown: str) -> None:
    answer = post(client, *FARM, lang=language)
    text = squeezed(answer.text)
    assert answer.status_code == 200
    assert shown in text
    for line in ("S = 800/500 + 6/10 = 2.2", "R = 1.2 × (1 × 800/500 + 2 × 6/10) = 3.36", "GB 18218-2018 4.1.2 a)", "≈27.6667"):
        assert line in text
    form = Form(answer.text)
    assert form.values["unit"] == ["罐区", "罐区"], "a row without a unit belongs to the one above"
    assert form.values["quantity"] == ["800", "6000"]
    assert (form.values["kind"], form.values["mass_unit"], form.values["state"]) == (["储存单元", ""], ["t", "kg"], ["", "液化气体"])


def test_problems_and_notes_are_sentences(client: TestClient) -> None:
    text = squeezed(post(client, {"unit": "A", "substance": "甲醇", "quantity": "若干", "mass_unit": "t"}).text)
    assert "问题 甲醇：数量“若干”不是数，无法计算" in text and "无法判定" in text
    below = squeezed(post(client, {"unit": "A", "kind": "车间", "substance": "苯", "quantity": "10", "mass_unit": "t"}).text)
    assert "说明 单元类型“车间”不认识" in below and "未构成" in below


@pytest.mark.parametrize("language", ["zh", "en"])
def test_the_page_works_without_script_and_labels_its_inputs(client: TestClient, language: str) -> None:
    for text in (client.get("/hazard", params={"lang": language}).text, post(client, *FARM, lang=language).text):
        page, form = Page(text), Form(text)
        assert page.tags & {"script", "iframe", "img", "style"} == set()
        assert [link for link in page.links if not re.match(r"/(?!/)|\?|#|data:,", link)] == []
        assert " style=" not in text and not re.search(r"\son\w+=", text)
        assert form.unlabelled == []
        assert set(TYPED) <= set(form.values)


def test_the_pages_lead_to_each_other(client: TestClient) -> None:
    assert "/hazard?lang=en" in Page(client.get("/?lang=en").text).links
    assert {"/?lang=en", "/hazard?lang=zh"} <= set(Page(client.get("/hazard?lang=en").text).links)


def test_the_language_of_the_page(client: TestClient) -> None:
    assert '<html lang="en">' in client.get("/hazard", headers={"accept-language": "en-US"}).text
    assert '<html lang="zh-CN">' in client.get("/hazard", headers={"accept-language": "de"}).text


def test_more_rows(client: TestClient) -> None:
    first = client.get("/hazard").text
    assert len(Form(first).values["unit"]) == 3
    more = post(client, {"mass_unit": "t"}, more="1")
    assert (more.status_code, len(Form(more.text).values["unit"])) == (200, 6)
    assert len(Form(post(client, *[{"unit": "A"}] * 199, more="1").text).values["unit"]) == 200


@pytest.mark.parametrize("language", ["zh", "en"])
def test_an_error_stands_beside_its_row(client: TestClient, language: str) -> None:
    text = post(client, {}, {"substance": "苯", "quantity": "1", "mass_unit": "t"}, lang=language).text
    assert 'aria-invalid="true" aria-describedby="error-1"' in text
    [said] = re.findall(r'<p class="error" id="error-1">(.*?)</p>', text)
    assert said == ("单元：必填项为空" if language == "zh" else "Unit: a required cell is empty")


@pytest.mark.parametrize(
    ("rows", "others", "said"),
    [([{"mass_unit": "t"}], {}, "请至少填写一行"), (FARM, {"as_of": "soon"}, "截至日期不是日期"), ([], {}, "请至少填写一行")],
)
def test_what_is_wrong_with_the_form_is_said(client: TestClient, rows: Any, others: dict[str, str], said: str) -> None:
    answer = post(client, *rows, **others)
    assert answer.status_code == 422
    assert said in re.findall(r'role="alert">(.*?)</div>', answer.text, flags=re.S)[0]


@pytest.mark.parametrize(
    ("body", "media"),
    [
        (b"unit=\xff", "application/x-www-form-urlencoded"),
        (b"unit=&" * 5000, "application/x-www-form-urlencoded"),
        (b"--x\r\nnonsense", "multipart/form-data; boundary=x"),
        (b"", "multipart/form-data"),
        (b"", "multipart/form-data; boundary=x"),
        (b'--x\r\nContent-Disposition: form-data; name="file"\r\n\r\nx\r\n--x--\r\n', "multipart/form-data; boundary=x"),
        (b"{}", "application/json"),
    ],
)
def test_a_form_that_is_none_gives_the_page_again(client: TestClient, body: bytes, media: str) -> None:
    answer = client.post("/hazard", content=body, headers={"content-type": media})
    assert (answer.status_code, answer.headers["content-type"]) == (422, "text/html; charset=utf-8")
    assert 'role="alert"' in answer.text and "<form" in answer.text


def test_what_people_wrote_is_text(client: TestClient, tmp_path: Path) -> None:
    evil = '"><script>alert("1")</script>{{ 7*7 }}\''
    typed = post(client, dict.fromkeys(TYPED, evil)).text
    book = write(
        tmp_path / "book.xlsx",
        {evil[:5].replace("/", ""): [["单元", "物质", "单元类型", "CAS", evil], [evil, evil, evil, evil, ""], ["", evil]]},
    )
    for text in (typed, upload(client, "book.xlsx", book.read_bytes()).text, upload(client, f"{evil}.exe", b"x").text):
        assert "script" not in Page(text).tags
        assert "49" not in squeezed(text) and 'alert("1")' not in text
    assert Form(typed).values["substance"] == [evil]


def upload(client: TestClient, name: str, content: bytes, lang: str = "zh") -> Any:
    return client.post("/hazard", params={"lang": lang}, files={"file": (name, content)}, data={"as_of": "2026-11-22"})


def test_a_file_gives_the_same_result(client: TestClient, tmp_path: Path) -> None:
    rows: list[list[Any]] = [line.split(",") for line in CSV.splitlines()]
    book = write(tmp_path / "book.xlsx", {"清单": [*rows, ["A", "", "苯", Failed()]]})
    for name, content in (("a.csv", CSV.encode()), ("A.CSV", CSV.encode("gb18030")), ("book.xlsx", book.read_bytes())):
        answer = upload(client, name, content)
        assert answer.status_code == 200
        assert "S = 800/500 + 6/10 = 2.2" in squeezed(answer.text)
    assert "清单 第4行 数量(t)：公式出错" in squeezed(answer.text)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [("a.xlsx", b"PK no", "damaged"), ("a.pdf", b"%PDF", "save it as one of these"), ("a.csv", b"x", "no table"), ("", b"", "choose a")],
)
def test_a_file_that_is_none_is_said_beside_the_form(client: TestClient, name: str, content: bytes, said: str) -> None:
    answer = upload(client, name, content, "en")
    assert answer.status_code == 422
    assert said in answer.text and "<form" in answer.text


def test_a_file_too_large_is_said_beside_the_form(client: TestClient) -> None:
    answer = upload(client, "a.csv", b"x" * hazard.MOST_BYTES)
    assert answer.status_code == 413
    assert "超过 20 MB" in answer.text and "<form" in answer.text


def test_of_very_many_units_the_first_are_shown(client: TestClient) -> None:
    text = squeezed(upload(client, "a.csv", ("单元,物质,数量(t)\n" + "".join(f"u{n},苯,1\n" for n in range(1200))).encode()).text)
    assert "u999 未构成" in text and "u1000" not in text
    assert "共 1200 个单元，只显示前 1000 个" in text


def test_the_template_can_be_uploaded(client: TestClient) -> None:
    answer = client.get("/hazard/template.csv?lang=en")
    assert answer.headers["content-type"].startswith("text/csv") and "attachment" in answer.headers["content-disposition"]
    assert "S = 800/500 + 6/10 = 2.2" in squeezed(upload(client, "template.csv", answer.content).text)
