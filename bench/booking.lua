-- Books slot after slot: `wrk … -- ROUND ROOM,ROOM,… TOKEN,TOKEN,…`. Each of the two threads has half of the rooms, as many
-- as it has connections, so that hardly any two book the same room at one moment.
local threads = 0

function setup(thread)
    thread:set("number", threads)
    threads = threads + 1
end

local function split(list)
    local items = {}
    for item in list:gmatch("[^,]+") do items[#items + 1] = item end
    return items
end

function init(args)
    -- 2030 and what follows; a round has 19 years and a thread half of them.
    first = 1893456000 + tonumber(args[1]) * 600000000 + number * 300000000
    rooms, tokens, n = split(args[2]), split(args[3]), 0
    half = #rooms / 2
end

function request()
    local each = number * half + n % half + 1
    local starts = first + math.floor(n / half) * 1800
    n = n + 1
    local body = string.format('{"room_id":"%s","title":"Group meeting","starts_at":"%s","ends_at":"%s"}', rooms[each],
        os.date("!%Y-%m-%dT%H:%M:%SZ", starts), os.date("!%Y-%m-%dT%H:%M:%SZ", starts + 1800))
    return wrk.format("POST", nil, { ["Content-Type"] = "application/json", ["Authorization"] = "Bearer " .. tokens[each] }, body)
end
