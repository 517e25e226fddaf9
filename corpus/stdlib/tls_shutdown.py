# Reading after one's own close_notify went out: what the peer still sent, then SSLZeroReturnError; before, b'' (both without certificates).
import ssl


def pair():
    ends = []
    for protocol in (ssl.PROTOCOL_TLS_SERVER, ssl.PROTOCOL_TLS_CLIENT):
        context = ssl.SSLContext(protocol)
        context.check_hostname = False
        context.verify_mode = ssl.CERT_NONE
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.set_ciphers('AECDH-AES256-SHA:@SECLEVEL=0')
        a, b = ssl.MemoryBIO(), ssl.MemoryBIO()
        ends.append((context.wrap_bio(a, b, server_side=protocol == ssl.PROTOCOL_TLS_SERVER), a, b))
    return ends


def carry(ends):
    (_, a_in, a_out), (_, b_in, b_out) = ends
    b_in.write(a_out.read()); a_in.write(b_out.read())


def attempt(f, *args):
    try:
        return f(*args)
    except ssl.SSLError as e:
        return type(e).__name__


ends = pair()
for _ in range(6):
    for o, _, _ in ends:
        attempt(o.do_handshake)
        carry(ends)
server, client = ends[0][0], ends[1][0]
print(server.version(), client.cipher()[0])
client.write(b'late'); print(attempt(server.unwrap), attempt(client.write, b'later'))
carry(ends)
print(attempt(server.read, 100), attempt(server.read, 100), attempt(server.read, 100))
print(attempt(client.read, 100), attempt(client.unwrap))
carry(ends)
print(attempt(server.read, 100), attempt(server.unwrap))
