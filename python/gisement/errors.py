"""What can go wrong."""

from typing import Any

__all__ = ["RunError", "ScenarioError"]


class ScenarioError(ValueError):
    """Something that was written cannot be used: a scenario, a value, a table of samples, an option.

    The text is what the command line draws: file, line, the words underlined, what to write instead. ``problems`` is the same
    as a list of dictionaries (``severity``, ``message``, ``file``, ``line``, ``column``, ``label``, ``help``).
    """

    problems: list[dict[str, Any]]

    def __init__(self, text: str, problems: list[dict[str, Any]] | None = None) -> None:
        super().__init__(text)
        self.problems = problems or []

    def __reduce__(self) -> tuple[type["ScenarioError"], tuple[str, list[dict[str, Any]]]]:
        return type(self), (str(self), self.problems)


class RunError(RuntimeError):
    """A sound request whose computation failed; the text says where and why."""
