//! A name server that knows some TXT records (RFC 1035). What is longer than a packet it gives over TCP alone.

use std::{
    collections::BTreeMap,
    io::{Read, Write},
    net::{SocketAddr, TcpListener, UdpSocket},
};

/// The server.
pub struct NameServer {
    /// Where it answers.
    pub address: SocketAddr,
}

impl NameServer {
    /// One that knows these records, and of no other name. It ends with the test's process.
    pub fn knowing(records: &[(&str, &str)]) -> Self {
        // A port that is free for datagrams may be taken for streams.
        let (udp, tcp) = std::iter::repeat_with(|| UdpSocket::bind("127.0.0.1:0").unwrap())
            .find_map(|udp| Some((TcpListener::bind(udp.local_addr().ok()?).ok()?, udp)))
            .map(|(tcp, udp)| (udp, tcp))
            .unwrap();
        let address = udp.local_addr().unwrap();
        let mut known: BTreeMap<String, Vec<String>> = BTreeMap::new();
        for (name, record) in records {
            known
                .entry((*name).to_owned())
                .or_default()
                .push((*record).to_owned());
        }
        let same = known.clone();
        std::thread::spawn(move || {
            let mut packet = [0; 512];
            while let Ok((length, from)) = udp.recv_from(&mut packet) {
                let mut answer = answer(&packet[..length], &known);
                if answer.len() > 400 {
                    answer.truncate(12);
                    answer[2] |= 0x02;
                    answer[4..].fill(0);
                }
                udp.send_to(&answer, from).unwrap();
            }
        });
        std::thread::spawn(move || {
            for socket in tcp.incoming() {
                let mut socket = socket.unwrap();
                let mut length = [0; 2];
                socket.read_exact(&mut length).unwrap();
                let mut question = vec![0; usize::from(u16::from_be_bytes(length))];
                socket.read_exact(&mut question).unwrap();
                let answer = answer(&question, &same);
                let length = u16::try_from(answer.len()).unwrap();
                socket
                    .write_all(&[&length.to_be_bytes(), &answer[..]].concat())
                    .unwrap();
            }
        });
        Self { address }
    }
}

fn answer(question: &[u8], known: &BTreeMap<String, Vec<String>>) -> Vec<u8> {
    let (mut at, mut labels) = (12, Vec::new());
    while question[at] != 0 {
        let end = at + 1 + usize::from(question[at]);
        labels.push(String::from_utf8(question[at + 1..end].to_vec()).unwrap());
        at = end;
    }
    let records = known.get(&labels.join("."));
    let code = if records.is_some() { 0x80 } else { 0x83 };
    let records = records.map_or(&[][..], Vec::as_slice);
    let count = u8::try_from(records.len()).unwrap();
    let mut answer = [&question[..2], &[0x81, code, 0, 1, 0, count, 0, 0, 0, 0]].concat();
    answer.extend(&question[12..at + 5]);
    for record in records {
        let mut data = Vec::new();
        for part in record.as_bytes().chunks(255) {
            data.push(u8::try_from(part.len()).unwrap());
            data.extend(part);
        }
        answer.extend([0xc0, 12, 0, 16, 0, 1, 0, 0, 0, 60]);
        answer.extend(u16::try_from(data.len()).unwrap().to_be_bytes());
        answer.extend(data);
    }
    answer
}
