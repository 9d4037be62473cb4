"""A signed document is verified as it was signed, and in no other form."""

import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from django.core.management import call_command
from django.core.management.base import CommandError
from hypothesis import given, settings
from hypothesis import strategies as st

from registry.seams.signing import (
    SigningError,
    canonical_bytes,
    own_public_key_text,
    parse_document,
    read_public_key,
    sign_document,
    verify_document,
)

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
)


@settings(deadline=None)
@given(st.dictionaries(st.text(), PLAIN))
def test_signed_document_verifies_after_a_trip_through_json(body):
    signed = sign_document({**body, "schema": "kespet.test/1"})
    assert verify_document(parse_document(json.dumps(signed, indent=3)))


def test_document_says_which_key_signed_it():
    signed = sign_document({"schema": "kespet.test/1"})
    assert sorted(signed) == ["key_id", "schema", "signature"]


@pytest.mark.parametrize(
    "forgery",
    [
        {"rows": 4},
        {"schema": "kespet.other/1"},
        {"key_id": "0" * 16},
        {"signature": ""},
        {"signature": "ä"},
        {"extra": None},
        {"rows": 3.0},
    ],
)
def test_changed_document_is_not_genuine(forgery):
    signed = sign_document({"schema": "kespet.test/1", "rows": 3})
    assert verify_document(signed)
    assert not verify_document({**signed, **forgery})


def test_document_of_another_key_is_not_ours():
    signed = sign_document({"schema": "kespet.test/1"})
    stranger = Ed25519PrivateKey.generate().public_key()
    assert not verify_document(signed, stranger)
    assert verify_document(signed, read_public_key(own_public_key_text()))


def test_document_without_schema_is_not_signed():
    with pytest.raises(SigningError, match="no-schema"):
        sign_document({"rows": 3})


def test_numbers_with_a_fraction_are_refused():
    with pytest.raises(SigningError, match="float"):
        sign_document({"schema": "kespet.test/1", "share": [{"x": 0.5}]})


def test_key_named_twice_is_refused():
    with pytest.raises(SigningError, match="duplicate-key"):
        parse_document('{"rows": 3, "rows": 4}')


def test_canonical_form_is_pinned():
    document = {"b": [1, {"å": None}], "a": "Ä\n"}
    assert canonical_bytes(document) == '{"a":"Ä\\n","b":[1,{"å":null}]}'.encode()


@pytest.fixture
def certificate(tmp_path):
    path = tmp_path / "certificate.json"
    path.write_text(json.dumps(sign_document({"schema": "kespet.test/1", "rows": 3})))
    return path


def test_command_verifies_a_genuine_file(certificate, capsys):
    call_command("verify_certificate", certificate)
    key_id = json.loads(certificate.read_text())["key_id"]
    assert key_id in capsys.readouterr().out


def test_command_refuses_a_forged_file(certificate):
    certificate.write_text(certificate.read_text().replace("3", "4"))
    with pytest.raises(CommandError):
        call_command("verify_certificate", certificate)


def test_command_verifies_with_a_printed_key(certificate, tmp_path, capsys):
    call_command("verify_certificate", print_public_key=True)
    key = tmp_path / "key.txt"
    key.write_text(capsys.readouterr().out)
    call_command("verify_certificate", certificate, public_key=key)


def test_command_reads_a_key_in_pem(certificate, tmp_path):
    raw = base64.b64decode(own_public_key_text())
    prefix = bytes.fromhex("302a300506032b6570032100")
    pem = base64.b64encode(prefix + raw).decode()
    key = tmp_path / "key.pem"
    key.write_text(f"-----BEGIN PUBLIC KEY-----\n{pem}\n-----END PUBLIC KEY-----\n")
    call_command("verify_certificate", certificate, public_key=key)


@pytest.mark.parametrize("content", ["", "[]", "{", "\x00", "[" * 100_000])
def test_command_refuses_what_is_no_certificate(tmp_path, content):
    path = tmp_path / "other.json"
    path.write_text(content)
    with pytest.raises(CommandError):
        call_command("verify_certificate", path)


def test_command_refuses_a_file_that_is_not_there(tmp_path):
    with pytest.raises(CommandError):
        call_command("verify_certificate", tmp_path / "none.json")
