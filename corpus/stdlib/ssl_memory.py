# TLS between two memory BIOs; contexts' settings; errors.
import ssl

c = ssl.create_default_context()
print(c.verify_mode, c.check_hostname, c.protocol, sorted(c.cert_store_stats()))
client, server = ssl.MemoryBIO(), ssl.MemoryBIO()
s = c.wrap_bio(client, server, server_hostname="example.org")
try:
    s.do_handshake()
except ssl.SSLWantReadError as e:
    print(e.args[0], server.pending > 100, s.version(), s.cipher(), s.server_hostname)
client.write(b"no TLS at all....")
try:
    s.do_handshake()
except ssl.SSLError as e:
    print(type(e).__name__, e.reason, e.library, e.args[0])
for f in (lambda: c.load_verify_locations("/nonexistent"), lambda: c.load_verify_locations(), lambda: setattr(c, "verify_mode", ssl.CERT_NONE),
          lambda: c.set_ciphers("xyz"), lambda: c.load_cert_chain("/nonexistent"), lambda: s.getpeercert()):
    try:
        f()
    except Exception as e:
        print(type(e).__name__, e)
b = ssl.MemoryBIO()
print(b.write(b"abc"), b.pending, b.read(2), b.eof)
b.write_eof()
print(b.read(), b.read(), b.eof)
print(ssl.DER_cert_to_PEM_cert(b"123"), ssl.Purpose.SERVER_AUTH.oid, ssl.TLSVersion.TLSv1_3 > ssl.TLSVersion.TLSv1_2)
