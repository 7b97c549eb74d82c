### What lets programs in as the reader.

tokens-title = API tokens
tokens-lede = A token lets a program do in your name what you may do yourself. Give each program one of its own.
tokens-made = Here is your token
tokens-token = Token
tokens-once = It is shown this once, and kept nowhere. Copy it now.
tokens-mine = Your tokens
tokens-none = You have no token.
tokens-nameless = Without a name
tokens-since = Made:
tokens-used = Last used:
tokens-unused = Never used.
tokens-revoked = Revoked:
tokens-revoke = Revoke
tokens-new = New token
tokens-name = What for
tokens-make = Make the token
flash-token-revoked = The token is revoked; it lets nobody in any more.
