### What did not work.

fault-home = To the programme
fault-id = If you write to us about this, please name:
fault-400 = This request could not be read
fault-words-400 = Something in it is not as it should be. Nothing was changed. Go back and try once more.
fault-403 = This is not yours to do
fault-words-403 = You may not see or do this, or the form was open too long. Nothing was changed.
fault-404 = There is nothing here
fault-words-404 = The address is wrong, or the page is not open to everyone.
fault-405 = This cannot be done here
fault-words-405 = The address does not take that kind of request. Nothing was changed.
fault-409 = Things have changed meanwhile
fault-words-409 = What you wanted to do no longer fits how things stand. Nothing was changed. Go back, load the page again, and look.
fault-410 = This was taken down
fault-words-410 = It stood here once. Its address was given up and will not come back.
fault-413 = This is too much at once
fault-words-413 = More was sent than fits here. Nothing was changed. Try with less.
fault-422 = This could not be done
fault-words-422 = We understood what you want, but it cannot be done this way. Nothing was changed. Go back and check what you entered.
fault-429 = A little slower, please
fault-words-429 = This was asked for too often. Wait a few minutes, then try once more.
fault-500 = Something broke on our side
fault-words-500 = It was not your doing, and it has been recorded. Nothing was half done: try once more in a moment.
fault-503 = Back in a moment
fault-words-503 = Maru is starting or being maintained. Calendars that you subscribed to keep what they have. Try again in a minute.
