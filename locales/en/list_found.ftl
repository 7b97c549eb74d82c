### Finding what goes on a list, by one box.

list-find = Find a topic, series, institution, speaker or seminar
list-found-nothing = Nothing has these words.
list-found-put = Put on the list
list-found-new-topic = As a topic of its own
list-found-kind-topic = Topic
list-found-kind-series = Series
list-found-kind-institution = Institution
list-found-kind-person = Speaker
list-found-kind-seminar = Seminar
list-add-by-kind = Choose by kind instead
