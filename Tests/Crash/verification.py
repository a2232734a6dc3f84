"""The last look: every code and every token that was ever answered, against what was promised of it."""

import queue
import threading
import time

from client import Client
from deeds import Deeds
from ledger import APPROVED, PENDING, USED


def verify(ledger, simulator, tls, threads):
    """Asks a running simulator about everything in the ledger."""
    ledger.count("approvals not fetched before the end", sum(code.must_be(APPROVED) for code in ledger.codes))
    wait_out_intervals(ledger)
    in_parallel(ledger.codes, ledger, simulator, tls, threads, first_look)
    waiting = [code for code in ledger.codes if code.must_be(PENDING)]
    ledger.count("codes not decided before the end", len(waiting))
    # That a code is said to be waiting is not all: it can still be approved and fetched.
    in_parallel(waiting, ledger, simulator, tls, threads, lambda deeds, code: deeds.decide(code, "approve"))
    wait_out_intervals(ledger)
    in_parallel(waiting, ledger, simulator, tls, threads, fetch)


def first_look(deeds, code):
    if code.family:
        deeds.use(code)
    deeds.poll(code)
    if code.must_be(USED):
        if "poll: tokens" in code.history[-1]:
            deeds.use(code)
            deeds.poll(code)
        if code.family:
            end_family(deeds, code)


def fetch(deeds, code):
    deeds.poll(code)
    if not code.family:
        deeds.ledger.breaks("lost", "a code that was waiting cannot be fetched after its approval", code)
        return
    deeds.refresh(code)
    deeds.poll(code)
    end_family(deeds, code)


def end_family(deeds, code):
    """Its code came a second time: none of its tokens holds any more."""
    deeds.use(code)
    deeds.refresh(code)
    if code.family.spent:
        deeds.reuse(code)


def wait_out_intervals(ledger):
    polls = [code.last_poll for code in ledger.codes if code.last_poll is not None]
    time.sleep(max(0, max(polls, default=0) + ledger.interval + 0.01 - time.monotonic()))


def in_parallel(codes, ledger, simulator, tls, threads, look):
    left = queue.SimpleQueue()
    for code in codes:
        left.put(code)

    def work():
        client = Client(simulator, tls)
        try:
            while True:
                look(Deeds(ledger, client), left.get_nowait())
        except queue.Empty:
            pass
        except Exception as error:
            ledger.breaks("wrong", f"the verification stopped: {type(error).__name__}: {error}")
        finally:
            client.close()

    workers = [threading.Thread(target=work) for _ in range(threads)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
