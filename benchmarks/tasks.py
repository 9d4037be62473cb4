"""Each piece of work: the product's way and the bare database's way."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial

from registry.law.folding import fold
from registry.seams.personal_data import collect

from . import plain_sql
from .pages import Desk
from .plain_sql import fetch
from .subjects import Subject, choose_subjects
from .timing import Times, measure


@dataclass(frozen=True, slots=True)
class Task:
    """A name, and the same answer twice."""

    name: str
    product: Callable[[Subject], object]
    plain: Callable[[Subject], object]


@dataclass(frozen=True, slots=True)
class Result:
    """A task's times; `ratio` says how many times longer the product takes."""

    name: str
    product: Times
    plain: Times

    @property
    def ratio(self) -> float:
        return round(self.product.p50 / max(self.plain.p50, 0.01), 1)


def _e164(subject: Subject) -> str:
    return "+358" + subject.phone.replace(" ", "")[1:]


def tasks(desk: Desk) -> list[Task]:
    """The work of a day, as the issue of the first session names it."""
    return [
        Task("list, first page", desk.open_list, lambda _s: fetch(plain_sql.LIST)),
        Task(
            "list, deep page",
            desk.open_deep_page,
            lambda s: fetch(plain_sql.DEEP, s.sort_key, s.pk),
        ),
        Task(
            "search, part of a surname",
            lambda s: desk.search(s.surname_part),
            lambda s: fetch(plain_sql.NAME, f"%{fold(s.surname_part)}%"),
        ),
        Task(
            "list, part of a surname",
            lambda s: desk.narrow_list(s.surname_part),
            lambda s: fetch(plain_sql.NAME, f"%{fold(s.surname_part)}%"),
        ),
        Task(
            "search, e-mail",
            lambda s: desk.search(s.email),
            lambda s: fetch(plain_sql.EMAIL, s.email),
        ),
        Task(
            "search, phone",
            lambda s: desk.search(s.phone),
            lambda s: fetch(plain_sql.PHONE, _e164(s)),
        ),
        Task("person page", desk.open_person, plain_sql.about_person),
        Task("all held about her", lambda s: collect(s.pk), plain_sql.about_person),
    ]


def run_tasks() -> Iterator[Result]:
    """Measure every task on the register as it is."""
    subjects, desk = choose_subjects(), Desk()
    for task in tasks(desk):
        yield _run(task, subjects)
    yield _run_save(desk, subjects)


def _run(task: Task, subjects: list[Subject]) -> Result:
    def of(action: Callable[[Subject], object]) -> Times:
        return measure(lambda turn: partial(action, subjects[turn % len(subjects)]))

    return Result(task.name, of(task.product), of(task.plain))


def _run_save(desk: Desk, subjects: list[Subject]) -> Result:
    """Opening the page is not part of saving it."""

    def one(turn: int) -> Subject:
        return subjects[turn % len(subjects)]

    return Result(
        "save an edit",
        measure(lambda turn: desk.prepare_save(one(turn))),
        measure(lambda turn: partial(plain_sql.save_person, one(turn))),
    )
