### What the frame around pages and API says.

nav-nameless = My page

problem-unreadable = It cannot be read
problem-words-unreadable = The body is neither valid JSON nor a form.
problem-sign-in-needed = A token is needed
problem-words-sign-in-needed = Send a valid API token: “Authorization: Bearer TOKEN”. If you have none, ask an administrator of the hub for one.
problem-not-allowed = This is not yours to do
problem-words-not-allowed = Whoever has this token may not do this.
problem-foreign-form = The form was not ours
problem-words-foreign-form = The form was open for too long, or came from another site. Nothing was changed. Open the page again, and try once more.
problem-not-found = There is nothing here
problem-words-not-found = There is nothing under this address, or it is not open to you.
problem-method = This cannot be done here
problem-words-method = The address does not take this method; the header Allow names those that it takes.
problem-too-slow = It took too long
problem-words-too-slow = The body did not come within 30 seconds.
problem-conflict = The present state does not allow it
problem-words-conflict = What you wanted to do does not fit how things stand now.
problem-taken = It is taken
problem-words-taken = The room or desk is taken at that time; “conflicts” says by what, “alternatives” what is free.
problem-gone = It was taken down
problem-words-gone = It stood here once and will not come back.
problem-stale = It was changed in the meantime
problem-words-stale = Someone changed it after you read it. Read it again, and decide anew.
problem-too-large = It is too much
problem-words-too-large = The body is larger than is accepted here.
problem-media-type = Another kind of body is wanted
problem-words-media-type = Send “Content-Type: application/json” to the API; forms are “application/x-www-form-urlencoded”.
problem-invalid = This cannot be taken as it is
problem-words-invalid = It was read, but some values cannot be taken; “fields” says which, and why.
problem-key-used = This idempotency key was used
problem-words-key-used = The same key came with another request before. Nothing was changed. Use a new key for a new request.
problem-too-many = Too often
problem-words-too-many = This was asked for too often. The header Retry-After says how long to wait.
problem-internal = Something broke on our side
problem-words-internal = It was not your doing; it is in the log under “request_id”. Nothing was half done.
problem-unavailable = Back in a moment
problem-words-unavailable = The database cannot be reached just now. Try again in a moment.

reason-as-said = { $why }
reason-type = This is of the wrong kind: { $wanted } is wanted.
reason-idempotency-key = A key is 1 to 255 visible ASCII characters.
refused-form-used = This form was sent already. To make another, open the form again.
