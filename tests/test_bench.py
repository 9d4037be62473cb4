"""The measuring tool measures the right thing; nobody's times are judged here."""

import json
from pathlib import Path

import pytest

from benchmarks.forms import read_form
from benchmarks.loading import Rate
from benchmarks.pages import Desk
from benchmarks.report import Run, growth, print_growth, print_run, write_json
from benchmarks.subjects import choose_subjects
from benchmarks.tasks import Result, tasks
from benchmarks.timing import ROUNDS, Times, Work, measure
from kespet_crm.seeding.bulk import fill_register


def run_of(persons: int, p50: float) -> Run:
    result = Result("person page", Times(p50, 2 * p50, 7, p50), Times(0.5, 1.0, 1))
    return Run(persons, 1.0, [result], [Rate("import people", 10, 100.0, 400.0)])


def test_only_the_work_of_a_round_is_measured(db: None) -> None:
    made: list[int] = []
    worked: list[int] = []

    def prepare(turn: int) -> Work:
        made.append(turn)
        return lambda: worked.append(turn)

    times = measure(prepare)
    assert made == worked
    assert set(worked) >= set(range(ROUNDS))
    assert times.p50 <= times.p95
    assert times.queries == 0


def test_form_is_read_as_a_browser_would_send_it() -> None:
    page = """
      <input name="a" value="1"><input type="checkbox" name="b" checked>
      <input type="checkbox" name="c"><input type="submit" name="d" value="x">
      <select name="e"><option value="1"><option value="2" selected></select>
      <textarea name="f">\nkaksi &amp; kolme</textarea>
      <input name="rows-__prefix__-x" value="template">
    """
    wanted = {"a": "1", "b": "on", "e": "2", "f": "kaksi & kolme"}
    assert read_form(page) == wanted


def test_growth_compares_the_largest_size_with_the_smallest(tmp_path: Path) -> None:
    runs = [run_of(10_000, 20.0), run_of(100_000, 25.0)]
    assert growth(*runs) == {"person page": (1.25, 1.25)}
    assert "1.25" in print_growth(runs)
    assert "import people" in print_run(runs[0])
    write_json(tmp_path / "bench.json", runs)
    written = json.loads((tmp_path / "bench.json").read_text())
    assert written["growth"] == {"person page": [1.25, 1.25]}
    assert written["runs"][0]["ratios"] == {"person page": 40.0}


@pytest.mark.django_db
def test_every_measured_page_shows_the_person_asked_for() -> None:
    fill_register(40)
    subject, desk = choose_subjects()[0], Desk()
    for task in tasks(desk):
        assert task.product(subject)
        task.plain(subject)
    assert subject.email in desk.search(subject.email)
    assert subject.email in desk.narrow_list(subject.email)
    before = desk.open_person(subject)
    desk.prepare_save(subject)()
    assert desk.open_person(subject) != before
