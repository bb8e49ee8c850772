# The checks with http.client, which sends a head and its content in packets of their own: BASE CHECK.
import hashlib
import http.client
import sys
import threading
import urllib.parse

base, check = sys.argv[1:]
address = urllib.parse.urlsplit(base)
PATTERN = bytes(i % 251 for i in range(251 * 64))


def connect():
    return http.client.HTTPConnection(address.hostname, address.port, timeout=30)


def exchange(connection, method, target, content=None, **options):
    connection.request(method, target, body=content, **options)
    response = connection.getresponse()
    return response.status, response.read()


def get(connection):
    answer = exchange(connection, "GET", "/text")
    assert answer == (200, b"Hello, World!"), answer


def large(connection, length):
    status, content = exchange(connection, "GET", f"/large/{length}")
    assert status == 200 and len(content) == length, (status, len(content))
    assert all(content[at:at + len(PATTERN)] == PATTERN[:length - at] for at in range(0, length, len(PATTERN))), "the content differs"


def post(connection, in_chunks):
    content = bytes(i % 251 for i in range(100000))
    pieces = (content[at:at + 7000] for at in range(0, len(content), 7000)) if in_chunks else content
    answer = exchange(connection, "POST", "/digest", pieces, encode_chunked=in_chunks)
    assert answer == (200, f"{len(content)} {hashlib.sha256(content).hexdigest()}".encode()), answer


def reuse(connection):
    for number in range(50):
        get(connection)
        post(connection, number % 2 == 0)


def concurrent(_):
    failures = []

    def run():
        try:
            connection = connect()
            for _ in range(20):
                get(connection)
                large(connection, 5000)
        except Exception as fault:
            failures.append(fault)

    threads = [threading.Thread(target=run) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not failures, failures


{
    "get": get,
    "large": lambda connection: large(connection, 4 * 1024 * 1024),
    "post with length": lambda connection: post(connection, False),
    "post in chunks": lambda connection: post(connection, True),
    "reuse": reuse,
    "concurrent": concurrent,
}[check](connect())
