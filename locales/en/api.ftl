### The description of the API.

api-title = The API
api-words = What these pages do, by program: how it works, and every call.
api-for-programs = OpenAPI, for programs
api-guide = How it works
api-calls = Calls
api-parts = Parts
api-errors = Errors
api-shared = As many calls do, it may also answer { $statuses }:
api-shapes = What is sent and answered
api-open = Needs no token.
api-parameters = Parameters
api-body = Body
api-body-optional = may be left out
api-example = An example
api-answers = Answers
api-headers = With { $headers }.
api-needed = required
api-in-path = in the path
api-in-query = in the query
api-in-header = header
api-least = from { $least }
api-most = up to { $most }
api-letters = { $count ->
    [one] at most one character
   *[other] at most { $count } characters
}
api-items = { $count ->
    [one] at most one
   *[other] at most { $count }
}
api-fewest-items = { $count ->
    [one] at least one
   *[other] at least { $count }
}
api-pattern = as { $pattern }
api-usual = { $usual } unless given
