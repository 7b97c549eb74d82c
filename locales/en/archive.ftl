### The archive, and how to cite.

archive-title = Archive
archive-lede = What took place at { $hub }, the latest first.
archive-search = Title, abstract, speaker, topic or series
archive-find = Search
archive-narrow = Narrow it down
archive-any = Any
archive-year = Year
archive-coming = Still to come
archive-past = Past
archive-older = Older
archive-near = Nothing has just these words. These come near them.
archive-nothing = Nothing was found.
archive-nothing-words = Every word has to be there. Try fewer words, the beginning of the last one, or another spelling; Korean is found inside longer words too.
archive-everywhere = Search everything for these words
archive-all = Show the whole archive
archive-empty = Nothing is over yet.
archive-programme = To the programme
archive-link = Look through what has been
foot-archive = Archive

cite-title = Cite this
cite-line = { $who } ({ $date }). { $title } [{ $kind }]. { $source }. { $url }
cite-date = { $year }, { $month } { $day }
cite-two = { $others } & { $last }
cite-many = { $others }, & { $last }
cite-files = For programs that keep references:
