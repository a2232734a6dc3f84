import DeviceFlow
import Glibc
import KioskIO
import KioskScreen

/// Takes back the tokens of a token file. (RFC 7009)
enum Logout {
    static func run(_ given: Given) throws(Problem) {
        let configuration = try Configuration(.login, given)
        guard case .file(let path)? = configuration.handover else {
            throw Problem(words: "whose tokens? Give --token-file FILE, as login was given it", exit: .usage)
        }
        try takeBack(path, configuration)
    }

    private static func takeBack(_ path: String, _ configuration: Configuration) throws(Problem) {
        guard let bytes = try? Files.read(path), let tokens = TokenSet(handedOver: bytes) else {
            throw Problem(words: "\(path) holds no tokens that kiosk has written", exit: .configuration)
        }
        let errand = Errand(configuration.client, configuration.trust, signingKey: configuration.signingKey)
        guard let endpoints = configuration.settings.endpoints ?? errand.endpoints() else {
            throw Problem(words: "the server's endpoints could not be found", exit: .unreachable)
        }
        guard endpoints.revocation != nil else {
            throw Problem(
                words: "\(configuration.client.provider.title) has no way to revoke tokens; remove \(path) yourself",
                exit: .refused)
        }
        for intent in tokens.revocations(endpoints) {
            switch errand.run(intent) {
            // An invalid token is no error: it is good no more. (RFC 7009, 2.2)
            case .replied(let reply) where (200...299).contains(reply.status): continue
            case .replied(let reply):
                throw Problem(words: "the server did not revoke the tokens (status \(reply.status))", exit: .refused)
            case .failed(let trouble, _):
                throw Problem(words: "the server could not be asked: \(trouble.inOneWord)", exit: .unreachable)
            }
        }
        guard unlink(path) == 0 else {
            throw Problem(words: "the tokens are revoked, but \(path) could not be removed", exit: .configuration)
        }
    }
}
