### Stays.

stays-title = Stays
stays-here = { $count ->
    [0] No visitor is here at present.
    [one] One visitor is here at present.
   *[other] { $count } visitors are here at present.
}
stays-new = Enter a stay
stays-earlier = A month earlier
stays-later = A month later
stays-timeline = Who is here when
stays-list = As a list
stays-empty = Nobody is expected in these months.
stays-empty-words = Stays appear here as soon as they are entered.

stay-host = Host: { $name }
stay-dates = Dates
stay-days = { $count ->
    [one] one day
   *[other] { $count } days
}
stay-steps = So far
stay-acts = Next
stay-acts-off = It will not take place…
stay-reason = Reason (visitor and host are told)
stay-state-words-proposed = It waits for approval. Until then, any desk chosen for it is held.
stay-state-words-approved = It is approved; the visitor has no invitation yet.
stay-state-words-refused = It was refused. No desk is held for it.
stay-state-words-invited = The visitor has the invitation and has not confirmed yet.
stay-state-words-confirmed = The visitor will come.
stay-state-words-arrived = The visitor is here.
stay-state-words-departed = The visitor has left.
stay-state-words-cancelled = It will not take place. No desk is held for it.
stay-state-words-no_show = The visitor did not come. No desk is held for it.
stay-act-approval = Approve
stay-act-refusal = Refuse
stay-act-invitation = Send the invitation
stay-act-confirmation = Confirm
stay-act-arrival = Has arrived
stay-act-departure = Has left
stay-act-cancellation = Cancel the stay
stay-act-no-show = Did not come

certainty-firm = The dates are settled
certainty-tentative = The dates are not settled

stay-form-new = Enter a stay
stay-form-edit = Edit the stay
stay-form-visitor-part = Who comes
stay-form-visitor = Visitor
stay-form-visitor-new = Someone new
stay-form-name = Name
stay-form-name-hint = For someone new, in the order the person uses.
stay-form-email = Mail address
stay-form-email-hint = For someone new. Invitation and notices go there.
stay-form-institution = Institution
stay-form-no-institution = None, or not known yet
stay-form-when-part = When
stay-form-from = First day
stay-form-to = Last day
stay-form-certainty = How certain
stay-form-host = Host
stay-form-where-part = Where
stay-form-site = Site
stay-form-desk = Desk
stay-form-no-desk = No desk
stay-form-no-free-desk = No desk is free for the whole time.
stay-form-what-part = What for
stay-form-purpose = Purpose
stay-form-enter = Enter the stay
stay-form-told = When you enter it, visitor and host are told by mail. You get no mail about it yourself.

flash-stay-entered = The stay is entered. Those concerned are told by mail.
flash-stay-saved = The stay is changed.
flash-stay-stale = The stay was changed in the meantime. Look at it as it is now, and decide anew.
flash-stay-approval = The stay is approved.
flash-stay-refusal = The stay is refused. No desk is held for it any more.
flash-stay-invitation = The visitor gets the invitation.
flash-stay-confirmation = The stay is confirmed.
flash-stay-arrival = Noted: the visitor is here.
flash-stay-departure = Noted: the visitor has left.
flash-stay-cancellation = The stay is cancelled. No desk is held for it any more.
flash-stay-no-show = Noted: the visitor did not come. No desk is held any more.
