"""Results kept for repeated questions: bounded in bytes, the longest unused goes first."""

from __future__ import annotations

import re
from collections import OrderedDict

from shisaku.engine.model import Answer, Question

#: Functions whose value changes from one evaluation to the next.
_VOLATILE = re.compile(r"\b(?:RAND|NOW|UUID|STRUUID|BNODE|SERVICE)\b", re.IGNORECASE)
#: What an entry costs beside query and body.
_OVERHEAD = 1024


class AnswerCache:
    """Question -> Answer for one release; a new release begins with a new cache."""

    def __init__(self, limit: int) -> None:
        """limit: bytes; 0 keeps nothing."""
        self._limit = limit
        self._answers: OrderedDict[Question, Answer] = OrderedDict()
        self.size = 0
        self.hits = 0
        self.misses = 0

    def get(self, question: Question) -> Answer | None:
        """The kept answer, which becomes the last to go."""
        answer = self._answers.get(question)
        if answer is None:
            self.misses += 1
            return None
        self.hits += 1
        self._answers.move_to_end(question)
        return answer

    def keep(self, question: Question, answer: Answer) -> None:
        """Keep an answer unless it is large or would differ the next time."""
        cost = self._cost(question, answer)
        if cost > self._limit // 8 or _VOLATILE.search(question.query):
            return
        if question not in self._answers:
            self.size += cost
        self._answers[question] = answer
        while self.size > self._limit:
            old_question, old_answer = self._answers.popitem(last=False)
            self.size -= self._cost(old_question, old_answer)

    @staticmethod
    def _cost(question: Question, answer: Answer) -> int:
        return len(answer.body) + len(question.query) + _OVERHEAD
