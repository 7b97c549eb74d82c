### Signing in.

sign-in-title = Sign in
sign-in-words = Without a password: we send you a link and a code by mail.
sign-in-email = Your mail address
sign-in-send = Send me link and code
sign-in-code-title = Check your mail
sign-in-code-words = If { $email } is known here, a mail is on its way. Open its link, or enter its code here.
sign-in-code-minutes = { $count ->
    [one] Both can be used for one minute, once.
   *[other] Both can be used for { $count } minutes, once.
}
sign-in-code-captured = Mail is captured on this machine; an administrator reads it under Hub.
sign-in-code = Six-character code
sign-in-enter = Sign in
sign-in-other-address = Use another address
sign-in-link-title = Welcome
sign-in-link-words = You sign in as { $email }.
sign-in-link-until = This link can be used until
sign-in-link-gone = This link can no longer be used
sign-in-link-gone-words = It was used already, or it is too old. Have a new one sent: it takes a moment.
sign-in-again = Send me a new link
