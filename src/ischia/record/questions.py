"""What the person wants to ask a clinician: kept, shown on the report, and settled afterwards."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from ischia.record.alone import alone
from ischia.record.entries import Question, read_payload
from ischia.record.facts import Kept, kept
from ischia.record.keep import Sent, keep
from ischia.record.models import Person, User
from ischia.record.valid import error


def questions_of(person: Person) -> list[Kept[Question]]:
    """The questions that are still to be asked, the earliest first."""
    return [row for row in kept(person, "question", Question) if not row.is_.settled]


def ask(
    person: Person,
    text: str,
    *,
    at: datetime,
    entry_id: UUID | None = None,
    author: User | None = None,
) -> UUID:
    """Keep a question. Raises `AnswerError`."""
    payload = read_payload(Question, {"text": " ".join(text.split())})
    with alone(person):
        sent = Sent(at=at, entry_id=entry_id, author=author)
        return UUID(str(keep(person, "question", payload, sent)[0].pk))


def settle_question(
    person: Person, question: UUID, *, at: datetime, author: User | None = None
) -> None:
    """Keep that a question need not be asked any more. Raises `AnswerError`."""
    with alone(person):
        open_ones = {row.id: row.is_ for row in questions_of(person)}
        if question not in open_ones:
            raise error("question", "there is no such question", "look at the list again")
        payload = Question(text=open_ones[question].text, settled=True)
        keep(person, "question", payload, Sent(at=at, replaces=question, author=author))
