"""Purchase history: what is written, what is refused, and a second time."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from django.core.management import call_command

from registry.choices import Channel, PersonKind
from registry.models import BusinessEvent, Order, Person, Source
from registry.seams.audit.models import AuditEntry
from registry.services.import_purchases import PurchaseReport, import_purchases
from registry.services.purchases.rows import UnusableFileError

pytestmark = pytest.mark.django_db

TODAY = date(2026, 11, 22)
CDNOW = b"""\
 customer_id  date number_of_cds  dollar_value\r
 00001 19970101  1   11.77\r
 00002 19970112  1   12.00\r
 00002 19970112  5   77.00\r
 00002 19970112  5   77.00\r
"""


def bring(content: bytes = CDNOW, **changes: object) -> PurchaseReport:
    given = {"content": content, "form": "cdnow", "source": "CDNOW 1997–98"}
    return import_purchases(**{**given, "today": TODAY, **changes})  # type: ignore[arg-type]  # tests vary one argument at a time


def counts() -> tuple[int, int, int, int]:
    return (
        Person.objects.count(),
        Source.objects.count(),
        Order.objects.count(),
        BusinessEvent.objects.count(),
    )


def test_purchases_become_orders_of_private_customers_with_their_events() -> None:
    report = bring()
    assert (report.read, report.customers_created, report.orders_created) == (4, 2, 4)
    person = Person.objects.get(family_name="CDNOW 00002")
    assert (person.kind, person.private_customer) == (PersonKind.FORMER, True)
    assert person.collected_on == date(1997, 1, 12)
    source = person.sources.get()
    assert (source.channel, source.detail) == (Channel.WEB_FORM, "CDNOW 1997–98")
    totals = sorted(order.lines.get().net for order in person.purchases.all())
    assert totals == [Decimal("12.00"), Decimal("77.00"), Decimal("77.00")]
    events = BusinessEvent.objects.filter(person=person)
    assert {event.on for event in events} == {date(1997, 1, 12)}
    assert events.count() == 3


def test_same_file_twice_changes_nothing() -> None:
    bring()
    before = counts()
    report = bring()
    assert (report.orders_created, report.known, counts()) == (0, 4, before)


def test_other_shift_of_the_same_file_changes_nothing() -> None:
    bring()
    before = counts()
    assert bring(shift_years=28).known == 4
    assert counts() == before


def test_grown_file_brings_only_what_is_new_to_the_same_customer() -> None:
    bring()
    report = bring(CDNOW + b" 00002 19980101  2   20.00\r\n")
    assert (report.customers_created, report.orders_created) == (0, 1)
    person = Person.objects.get(family_name="CDNOW 00002")
    assert person.purchases.count() == 4


def test_customer_of_another_source_is_another_customer() -> None:
    bring()
    assert bring(source="Other shop").customers_created == 2
    assert Person.objects.count() == 4


def test_later_purchase_reopens_an_ended_relationship() -> None:
    bring()
    assert Person.objects.get(family_name="CDNOW 00001").kind == PersonKind.FORMER
    bring(CDNOW + b" 00001 20010101  1   1.00\r\n")
    assert Person.objects.get(family_name="CDNOW 00001").kind == PersonKind.FORMER
    bring(CDNOW + b" 00001 20251231  1   1.00\r\n")
    assert Person.objects.get(family_name="CDNOW 00001").kind == PersonKind.CUSTOMER


def test_erased_customer_is_not_brought_back() -> None:
    bring()
    orders = Order.objects.filter(buyer_person__family_name="CDNOW 00001")
    assert orders.update(buyer_person=None, contact_token="t") == 1
    Person.objects.get(family_name="CDNOW 00001").delete()
    report = bring(CDNOW + b" 00001 19980101  2   20.00\r\n")
    assert [(r.line, r.reason) for r in report.refused] == [(6, "customer_erased")]
    assert not Person.objects.filter(family_name="CDNOW 00001").exists()


def test_shift_moves_the_years_and_refuses_the_future() -> None:
    assert bring(shift_years=29).orders_created == 4
    assert Order.objects.filter(ordered_on=date(2026, 1, 1)).exists()
    assert {r.reason for r in bring(source="X", shift_years=30).refused} == {"future"}


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (b" 00003 19970101  1", "columns"),
        (b" 00003 19970231  1   1.00", "date"),
        (b" 00003 19970101  0   1.00", "quantity"),
        (b" 00003 19970101  1.5 1.00", "quantity"),
        (b" 00003 19970101  1   NaN", "amount"),
        (b" 00003 19970101  1   -1.00", "amount"),
        (b" 00003 19970101  1   1e9", "amount"),
        (b" " + b"9" * 31 + b" 19970101 1 1.00", "customer"),
        (b" 131052-918F 19970101 1 1.00", "free_text"),
        (b"x" * 1_000_000, "columns"),
    ],
)
def test_bad_line_is_refused_and_the_rest_imported(line: bytes, reason: str) -> None:
    report = bring(CDNOW + line + b"\r\n")
    assert [(r.line, r.reason) for r in report.refused] == [(6, reason)]
    assert report.orders_created == 4


@pytest.mark.parametrize(
    "content", [b"", b"  \n", b"\x00\x01", b"no table at all", b"\x89PNG\r\n\x1a\n\x00"]
)
@pytest.mark.parametrize("form", ["cdnow", "csv"])
def test_file_that_is_no_purchase_table_is_unusable(content: bytes, form: str) -> None:
    with pytest.raises(UnusableFileError):
        bring(content, form=form)
    assert counts() == (0, 0, 0, 0)


@pytest.mark.parametrize("source", ["", " ", "x" * 61, "hetu 131052-918F"])
def test_source_must_be_named_without_codes(source: str) -> None:
    with pytest.raises(UnusableFileError):
        bring(source=source)


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_csv_is_read_in_any_of_its_encodings(encoding: str) -> None:
    text = "Asiakasnro;Päivä;Määrä;Summa;Tuote\nA-1;31.1.2020;999;1 000,25;Säkki\n"
    report = bring(text.encode(encoding), form="csv")
    assert (report.orders_created, report.refused) == (1, [])
    line = Order.objects.get().lines.get()
    assert (line.product, line.net) == ("999 × Säkki", Decimal("1000.25"))


def test_csv_refuses_codes_and_ragged_rows_without_repeating_them() -> None:
    text = "customer,date,amount,product\n1,2020-01-01,5,131052-918F\n2,2020-01-01\n3,2020-01-01,5,ok\n"
    report = bring(text.encode(), form="csv")
    assert [r.reason for r in report.refused] == ["free_text", "columns"]
    assert "131052" not in repr(report)


def test_import_is_audited_by_keys_only() -> None:
    bring()
    entry = AuditEntry.objects.get(action="purchases.imported")
    assert (entry.count, entry.role) == (2, "system")
    bring()
    assert AuditEntry.objects.filter(action="purchases.imported").count() == 1


def run_command(path: Path, capsys: pytest.CaptureFixture[str]) -> tuple[int, str, str]:
    code = 0
    try:
        call_command(
            "import_purchases", str(path), format="cdnow", source="CDNOW", json=True
        )
    except SystemExit as stop:
        code = int(str(stop.code))
    out, err = capsys.readouterr()
    return code, out, err


def test_command_ends_with_the_code_of_its_outcome(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad, none = (tmp_path / name for name in ("good", "bad", "none"))
    good.write_bytes(CDNOW)
    bad.write_bytes(CDNOW + b" 00003 x 1 1.00\n")
    none.write_bytes(b"no table")
    code, out, _ = run_command(good, capsys)
    assert (code, json.loads(out)["created"]) == (0, 4)
    code, out, _ = run_command(bad, capsys)
    assert (code, json.loads(out)["refused_lines"]) == (1, [[6, "date"]])
    code, _, err = run_command(none, capsys)
    assert code == 2
    assert "No purchase" in err or "ei löytynyt" in err
    code, _, err = run_command(tmp_path / "missing", capsys)
    assert (code, "Traceback" in err) == (2, False)
