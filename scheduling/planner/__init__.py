"""The planner: a frozen `Problem` in, a `Result` with its plan and its reasons out."""
