#!/usr/bin/env python3
"""An authorization server that does what a script says: the troubles of a sign-in, one by one.

usage: scripted_server.py SCRIPT JOURNAL [--certificate FILE --key FILE [--client-authority FILE]]

Listens on a free port of 127.0.0.1 (plain http without a certificate), prints one JSON line with the port when
ready, and ends with the process that started it. With a client authority only clients that show one of its
certificates are let in.

SCRIPT is JSON: path -> list of answers; the last answer of a list is given again and again. An answer has
  status (200), headers, and json or body, or filler (so many bytes)
  delay        seconds before anything is sent
  drip         seconds between the bytes of the body
  cut          close after so many bytes of the body, though Content-Length promised all of it
  trouble      "reset", "close" or "hang" instead of any reply
  close        true: end the connection after the reply, saying so
"{origin}" in any text becomes this server's address.

JOURNAL gets one JSON object a line, flushed at once: t (seconds, monotonic), connection (counted from 1), event:
connection, handshake (TLS done; client: the name in its certificate), handshake_failed (reason), request (method, path, headers, body, answer: which of
the list, from 0), answered (began: when the first byte was sent), gone (the client closed first), closed.
"""

import argparse
import json
import os
import socket
import ssl
import struct
import sys
import threading
import time

FILLER = b"x"


class Journal:
    def __init__(self, path):
        self.file = open(path, "a", encoding="utf-8")
        self.lock = threading.Lock()

    def write(self, event, **fields):
        with self.lock:
            line = {"t": round(time.monotonic(), 6), "event": event, **fields}
            self.file.write(json.dumps(line) + "\n")
            self.file.flush()


class Script:
    """Which answer comes next, for each path."""

    def __init__(self, answers):
        self.answers = answers
        self.asked = {}
        self.lock = threading.Lock()

    def next(self, path):
        with self.lock:
            number = self.asked.get(path, 0)
            self.asked[path] = number + 1
        answers = self.answers.get(path)
        if not answers:
            return number, {"status": 404, "body": "not in the script"}
        return number, answers[min(number, len(answers) - 1)]


def read_request(stream):
    """One request, or None when the client has gone."""
    line = stream.readline(65536)
    if not line:
        return None
    method, path, _ = line.decode("latin-1").split(" ", 2)
    headers = {}
    while True:
        line = stream.readline(65536).decode("latin-1").rstrip("\r\n")
        if not line:
            break
        name, _, value = line.partition(":")
        headers[name.lower()] = value.strip()
    body = stream.read(int(headers.get("content-length", 0)))
    return method, path, headers, body.decode("utf-8", "replace")


def body_of(answer, origin):
    if "filler" in answer:
        return FILLER * answer["filler"]
    text = json.dumps(answer["json"]) if "json" in answer else answer.get("body", "")
    return text.replace("{origin}", origin).encode("utf-8")


def wait_until_gone(connection):
    """What a hung server does: nothing, until the client gives up."""
    try:
        while connection.recv(4096):
            pass
    except OSError:
        pass


def reset(connection):
    # A linger time of 0 makes close() send RST.
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    if isinstance(connection, ssl.SSLSocket):
        # Without a close_notify before it.
        os.close(connection.detach())


def answer_request(connection, answer, origin):
    """Returns whether the connection goes on, and when the reply began to leave (None: there was none)."""
    time.sleep(answer.get("delay", 0))
    trouble = answer.get("trouble")
    if trouble == "hang":
        wait_until_gone(connection)
        return False, None
    if trouble == "reset":
        reset(connection)
        return False, None
    if trouble == "close":
        return False, None
    body = body_of(answer, origin)
    headers = {"Content-Type": "application/json", "Cache-Control": "no-store", "Content-Length": str(len(body))}
    headers.update(answer.get("headers", {}))
    if answer.get("close"):
        headers["Connection"] = "close"
    head = f"HTTP/1.1 {answer.get('status', 200)} Scripted\r\n"
    head += "".join(f"{name}: {value}\r\n" for name, value in headers.items()) + "\r\n"
    head = head.replace("{origin}", origin).encode("latin-1")
    began = time.monotonic()
    if "cut" in answer:
        connection.sendall(head + body[: answer["cut"]])
        return False, began
    if "drip" in answer:
        connection.sendall(head)
        for byte in body:
            connection.sendall(bytes([byte]))
            time.sleep(answer["drip"])
    else:
        connection.sendall(head + body)
    return not answer.get("close"), began


def name_of_client(connection):
    shown = connection.getpeercert() or {}
    return dict(field for part in shown.get("subject", ()) for field in part).get("commonName")


def serve(connection, number, context, script, journal, origin):
    journal.write("connection", connection=number)
    try:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if context:
            try:
                connection = context.wrap_socket(connection, server_side=True)
            except (OSError, ssl.SSLError) as error:
                journal.write("handshake_failed", connection=number, reason=str(error))
                return
            journal.write("handshake", connection=number, client=name_of_client(connection))
        stream = connection.makefile("rb")
        while True:
            request = read_request(stream)
            if request is None:
                journal.write("gone", connection=number)
                return
            method, path, headers, body = request
            which, answer = script.next(path.partition("?")[0])
            journal.write(
                "request", connection=number, method=method, path=path, headers=headers, body=body, answer=which
            )
            goes_on, began = answer_request(connection, answer, origin)
            if began is not None:
                journal.write("answered", connection=number, path=path, answer=which, began=round(began, 6))
            if not goes_on:
                # The stream holds the socket open as long as it lives.
                stream.close()
                return
    except (OSError, ValueError) as error:
        journal.write("gone", connection=number, reason=str(error))
    finally:
        try:
            connection.close()
        except OSError:
            pass
        journal.write("closed", connection=number)


def end_with(parent):
    while os.getppid() == parent:
        time.sleep(0.5)
    os._exit(0)


def main():
    options = argparse.ArgumentParser()
    options.add_argument("script")
    options.add_argument("journal")
    options.add_argument("--certificate")
    options.add_argument("--key")
    options.add_argument("--client-authority")
    options = options.parse_args()
    threading.Thread(target=end_with, args=(os.getppid(),), daemon=True).start()

    with open(options.script, encoding="utf-8") as file:
        script = Script(json.load(file))
    journal = Journal(options.journal)
    context = None
    if options.certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(options.certificate, options.key)
    if options.client_authority:
        context.load_verify_locations(options.client_authority)
        context.verify_mode = ssl.CERT_REQUIRED
    listener = socket.create_server(("127.0.0.1", 0), backlog=64)
    port = listener.getsockname()[1]
    origin = f"{'https' if context else 'http'}://localhost:{port}"
    print(json.dumps({"event": "ready", "port": port, "origin": origin}), flush=True)
    number = 0
    while True:
        connection, _ = listener.accept()
        number += 1
        threading.Thread(
            target=serve, args=(connection, number, context, script, journal, origin), daemon=True
        ).start()


if __name__ == "__main__":
    sys.exit(main())
