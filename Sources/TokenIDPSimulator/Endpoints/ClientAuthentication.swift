import Foundation
import HTTPTypes
import Hummingbird

extension Simulator {
    /// Who is asking: by HTTP Basic, by `client_secret` in the body, or, for public clients, by `client_id` alone
    /// (RFC 6749, 2.3.1 and 3.2.1). The same at every endpoint that clients call (RFC 8628, 3.1).
    func authenticatedClient(
        _ parameters: RequestParameters, _ request: Request, from address: String
    ) throws(OAuthError) -> Directory.Application {
        let basic = try Self.basicCredentials(of: request)
        if basic != nil, parameters["client_secret"] != nil {
            throw OAuthError(.invalidRequest, "Use one way of client authentication, not two.")
        }
        if let basic, let named = parameters["client_id"], named != basic.id {
            throw OAuthError(.invalidRequest, "client_id is not the client that authenticated.")
        }
        guard let clientID = basic?.id ?? parameters["client_id"] else {
            throw OAuthError(.invalidRequest, "client_id is missing.")
        }
        if let wait = clientRequests.wait(for: clientID, at: now()) {
            audit(.rateLimited) { ($0.clientID, $0.address) = (clientID, address) }
            throw OAuthError(
                .rateLimitExceeded, "Too many requests for this client. Try again later.", retryAfter: wait)
        }
        let secret = basic?.secret ?? parameters["client_secret"]
        let attempt = "\(address) \(clientID)"
        if let wait = clientAttempts.wait(for: [attempt], at: now()) {
            // RFC 6749, 2.3.1: brute force on secrets has to be made slow.
            throw OAuthError(.rateLimitExceeded, "Too many failed attempts for this client.", retryAfter: wait)
        }
        guard let application = directory.application(clientID, at: tenant) else {
            let isElsewhere = directory.applications[clientID] != nil
            audit(.clientRefused) {
                ($0.clientID, $0.address) = (String(clientID.prefix(100)), address)
                $0.reason = isElsewhere ? "tenant mismatch: it is another tenant's client" : "unknown client"
            }
            throw OAuthError(.invalidClient, "This client is not known here.")
        }
        switch (application.secret, secret) {
        case (nil, nil): return application
        case (.some(let expected), .some(let given)) where Secrets.equal(expected, given): return application
        case (.some, nil): throw OAuthError(.invalidClient, "This client has to authenticate.")
        case (nil, .some):
            // There is nothing to be guessed, so it costs those behind the same address no wait.
            throw OAuthError(.invalidClient, "Client authentication failed.")
        case (.some, .some):
            audit(.clientRefused) { ($0.clientID, $0.address, $0.reason) = (clientID, address, "wrong secret") }
            clientAttempts.failed([attempt], at: now())
            throw OAuthError(.invalidClient, "Client authentication failed.")
        }
    }

    /// - Throws: `invalid_client` when there is an Authorization header that cannot be read as Basic.
    private static func basicCredentials(of request: Request) throws(OAuthError) -> (id: String, secret: String?)? {
        guard let header = request.headers[.authorization] else { return nil }
        let parts = header.split(separator: " ", maxSplits: 1)
        guard parts.count == 2, parts[0].lowercased() == "basic",
            let data = Data(base64Encoded: String(parts[1])), let text = String(data: data, encoding: .utf8),
            let colon = text.firstIndex(of: ":"),
            // Each half is form-encoded before the two are joined (RFC 6749, 2.3.1).
            let id = RequestParameters.decoded(text[..<colon]),
            let secret = RequestParameters.decoded(text[text.index(after: colon)...])
        else { throw OAuthError(.invalidClient, "The Authorization header is not valid Basic authentication.") }
        return (id, secret.isEmpty ? nil : secret)
    }
}
