import DeviceFlow
import FlowTrace
import KioskScreen

/// The person with the phone, and whoever runs the server: what can be done at a `tokenidp-sim`, over its operator's
/// endpoints. Any other server has people for it.
public struct SecondDevice: Equatable, Sendable {
    private let issuer: String
    private let adminToken: Secret

    public enum Act: Equatable, Sendable {
        case approve(String), deny(String), expire(String)
        /// For all; nil: all is well again.
        case scenario(String?)
        /// Moves a virtual clock.
        case advance(Duration)
    }

    /// - Parameter adminToken: what the file `admin-token` in the server's folder holds.
    public init(issuer: String, adminToken: [UInt8]) {
        self.issuer = issuer
        let line = adminToken.prefix { $0 != UInt8(ascii: "\n") }
        self.adminToken = Secret(String(decoding: line, as: UTF8.self))
    }

    public func request(for act: Act) -> HTTPRequest {
        let (path, body): (String, [String: JSONValue]) =
            switch act {
            case .approve(let code): ("approve", ["user_code": .string(code)])
            case .deny(let code): ("deny", ["user_code": .string(code)])
            case .expire(let code): ("expire", ["user_code": .string(code)])
            case .scenario(let name): ("scenario", name.map { ["scenario": .string($0)] } ?? [:])
            case .advance(let duration): ("advance", ["seconds": .number(duration.inSeconds)])
            }
        return HTTPRequest(
            method: "POST", url: issuer + "/admin/" + path,
            headers: [
                .init("Authorization", "Bearer " + adminToken.revealed), .init("Content-Type", "application/json"),
            ], body: Secret(JSONValue.object(body).line))
    }

    /// - Returns: the server's own sentence, and whether it was done.
    public static func answer(_ outcome: HTTPOutcome) -> (done: Bool, sentence: String) {
        guard case .replied(let reply) = outcome else { return (false, "the simulator does not answer") }
        let sentence = JSONValue(parsing: reply.body)?["message"]?.string ?? "status \(reply.status)"
        return (reply.status == 200, plain(sentence, limit: 200))
    }
}

extension SecondDevice.Act {
    init(_ act: SecondDeviceAct) {
        self =
            switch act {
            case .approve(let code): .approve(code)
            case .deny(let code): .deny(code)
            case .expire(let code): .expire(code)
            }
    }
}
