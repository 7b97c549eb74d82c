### Lists that people keep.

lists-title = Lists
lists-one = List
lists-words = What belongs together across series, put together by people here. Each list can be followed, by mail and in a calendar.
lists-all = Lists that people keep
lists-new = New list
lists-none = There is no list yet.
list-archived = Nobody keeps this list any more. Whoever follows it goes on to be told.
list-beside = Follow, and more about the list
list-calendar = In your calendar
list-own-calendar = This list is not for everyone. It is read under an address of your own: nobody else should have it.
list-in-feed = This list, under “{ $feed }”
list-keepers = Kept by
list-edit = Edit the list
list-items-link = What is on it

list-form-words = A list shows nothing to anyone who could not see it without the list.
list-form-name-en = Name in English
list-form-name-ko = Name in Korean
list-form-name-hint = One of the two names is enough.
list-form-description-en = What it is about, in English
list-form-description-ko = What it is about, in Korean
list-form-who = For whom
list-form-visibility = Who may see it
list-form-not-shown = It is yours at first. Name someone who organises a series among those who keep it: they can show it to others.
list-form-keepers = Who keeps it
list-form-state = Whether it is kept
list-form-state-legend = This list
list-form-make = Make the list
list-visibility-own = Those who keep it
list-visibility-members = Members
list-visibility-public = Everyone
list-visibility-hint-own = Shown to nobody else.
list-visibility-hint-members = Shown to members of the hub.
list-visibility-hint-public = Shown to everyone, with those of its seminars that are public.
list-state-kept = is kept
list-state-archived = is archived
list-state-hint-kept = Things can be put on it, and people can follow it.
list-state-hint-archived = It stays under its address, and who follows it goes on to be told; it is offered to nobody.
list-remove-title = Remove
list-remove-words = A list that others follow cannot be removed. Archive it instead.
list-remove = Remove the list

list-items-of = What is on { $list }
list-items-title = What is on it
list-items-words = Rules take up what comes by themselves. Single seminars are chosen or left out by hand, whatever the rules say.
list-items-there = On the list
list-items-none = Nothing is on it yet.
list-items-more = There is more than is shown here.
list-items-add = Put something there
list-item-remove = Take off
list-item-topic = A topic
list-item-series = A series
list-item-institution = An institution
list-item-person = A speaker
list-item-seminar = A seminar
list-items-search = Search
list-items-search-hint = A topic, a series, an institution, a speaker, a seminar by its title, or the address of its page. Whatever you type can be a topic.
list-items-found-none = Nothing is found by that.
list-item-add = Put it on the list
list-item-leave-out = Leave it out
list-item-kind-topic = Topic
list-item-kind-series = Series
list-item-kind-institution = Institution: where its people speak, and the series that it organises with others
list-item-kind-person = Speaker
list-item-kind-seminar = Seminar
list-item-kind-left_out = Left out

seminar-lists = Your lists
seminar-put-on-list = Put on { $list }

follow-words-list = What is announced of this list comes by mail, once a week, and what becomes otherwise before it takes place.
follow-list = Follow this list
follow-is-list = You follow this list.
notices-list = List: { $list }
feeds-kept-lists = Lists

flash-list-made = The list is made. Now put something on it.
flash-list-removed = The list is gone.
flash-list-put = It is on the list.
flash-list-taken-off = It is off the list.

reason-list-name = Give it a name in at least one language.
refused-not-keeper = Only those who keep the list may do this.
refused-list-not-shown = Only someone who organises a series, or an administrator, may show a list to more people.
refused-list-archived = This list is archived. Take it up again first.
refused-list-followed = Others follow this list. Archive it instead: it stays under its address, and they go on to be told.
