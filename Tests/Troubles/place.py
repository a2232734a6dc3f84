"""What a story happens in: a folder, and whatever it starts, put away in the end."""

from certificates import Authority
from network import Network
from screen import Screen
from server import Server

ADDRESS = "https://idp.example"


class Place:
    def __init__(self, folder, kiosk, simulator):
        self.folder, self.kiosk, self.simulator = folder, kiosk, simulator
        self.things = []
        self.screens = []
        self._authority = None

    @property
    def authority(self):
        if not self._authority:
            self._authority = Authority(self.folder / "authority")
        return self._authority

    def keep(self, thing):
        self.things.append(thing)
        return thing

    def network(self):
        return self.keep(Network(self.folder))

    def server(self, network, signed=None, **how):
        return self.keep(Server(self.simulator, network, self.folder, signed or self.authority.sign("server"), **how))

    def screen(self, network=None, *options, address=ADDRESS, authority=None, **how):
        trusted = authority or self.authority.certificate
        options = [
            *("--device-endpoint", f"{address}/device_authorization", "--token-endpoint", f"{address}/token"),
            *("--client-id", "tokenidp-tv-app", "--cacert", trusted, "--poll-margin", 0),
            *options,
        ]
        folder = self.folder / f"screen{len(self.screens)}"
        folder.mkdir()
        screen = Screen(self.kiosk, folder, [str(option) for option in options], network=network, **how)
        self.screens.append(screen)
        return screen

    def close(self):
        for screen in self.screens:
            screen.kill()
        for thing in reversed(self.things):
            thing.close()
