import Foundation
import Hummingbird
import NIOCore
import NIOHTTP1
import NIOPosix
import NIOSSL

/// A server that runs on this state folder, as a command sees it: where it listens, and how to be sure it is the one.
public struct RunningServer: Codable, Sendable {
    static let file = "server.json"
    /// What the operator's commands call the server in TLS, so that it shows its true certificate.
    static let operatorName = "operator.tokenidp-sim.invalid"

    let host: String
    let port: Int
    let pid: Int32
    /// The certificate the server answers with, PEM.
    let leaf: String

    /// Why a command came to nothing, in words, with the exit code that says the kind.
    public struct Failure: Error, CustomStringConvertible {
        public let description: String
    }

    func write(to folder: StateFolder) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        try folder.write(String(decoding: try encoder.encode(self), as: UTF8.self) + "\n", to: Self.file, secret: true)
    }

    /// The server of this folder.
    public static func find(in folder: StateFolder) throws(Failure) -> RunningServer {
        let text = try? folder.read(file)
        guard let text, let server = try? JSONDecoder().decode(RunningServer.self, from: Data(text.utf8)) else {
            throw Failure(description: "No tokenidp-sim is running on \(folder.path).")
        }
        return server
    }

    public func approve(_ code: String, as username: String?, folder: StateFolder) async throws -> String {
        try await perform(.approve, AdminWish(userCode: code, username: username), folder)
    }

    public func deny(_ code: String, folder: StateFolder) async throws -> String {
        try await perform(.deny, AdminWish(userCode: code), folder)
    }

    public func expire(_ code: String, folder: StateFolder) async throws -> String {
        try await perform(.expire, AdminWish(userCode: code), folder)
    }

    /// What became of a code, in a sentence.
    public func why(_ code: String, folder: StateFolder) async throws -> String {
        try await perform(.why, AdminWish(userCode: code), folder)
    }

    /// Puts a scenario on, or calls off the one that is on for the same code and client; without either, all.
    public func putOn(
        scenario: String?, client: String?, code: String?, folder: StateFolder
    ) async throws -> String {
        try await perform(.scenario, AdminWish(userCode: code, scenario: scenario, client: client), folder)
    }

    /// Moves a virtual clock.
    public func advance(bySeconds seconds: Double, folder: StateFolder) async throws -> String {
        try await perform(.advance, AdminWish(seconds: seconds), folder)
    }

    /// Lets the next key sign.
    public func rotateKey(folder: StateFolder) async throws -> String {
        try await perform(.rotateKey, AdminWish(), folder)
    }

    /// An address that opens the admin page once, within a minute.
    public func adminPage(folder: StateFolder) async throws -> String {
        try await perform(.ticket, AdminWish(), folder)
    }

    /// The newest grants first.
    public func list(limit: Int = 500, folder: StateFolder) async throws -> [ListedGrant] {
        try await read("/admin/grants?limit=\(limit)", folder)
    }

    /// The scenarios that are on.
    public func troubles(folder: StateFolder) async throws -> [Trouble] { try await read("/admin/troubles", folder) }

    private func read<Value: Decodable>(_ path: String, _ folder: StateFolder) async throws -> Value {
        let answer = try await ask(.GET, path, body: nil, folder)
        guard answer.status == 200, let value = try? JSONDecoder().decode(Value.self, from: answer.body) else {
            throw Failure(description: answer.message)
        }
        return value
    }

    private func perform(_ act: Simulator.Act, _ wish: AdminWish, _ folder: StateFolder) async throws -> String {
        let answer = try await ask(.POST, "/admin/" + act.rawValue, body: try JSONEncoder().encode(wish), folder)
        guard answer.status == 200 else { throw Failure(description: answer.message) }
        return answer.message
    }

    private func ask(
        _ method: HTTPMethod, _ path: String, body: Data?, _ folder: StateFolder
    ) async throws -> AdminReply {
        guard let token = try folder.read(AdminToken.file)?.trimmingCharacters(in: .whitespacesAndNewlines) else {
            throw Failure(description: "No tokenidp-sim is running on \(folder.path).")
        }
        var head = HTTPRequestHead(version: .http1_1, method: method, uri: path)
        head.headers = [
            "host": "\(host):\(port)", "authorization": "Bearer \(token)", "accept": "application/json",
            "connection": "close",
        ]
        if let body {
            head.headers.add(name: "content-type", value: "application/json")
            head.headers.add(name: "content-length", value: String(body.count))
        }
        do {
            return try await exchange(head, body)
        } catch {
            throw Failure(description: "The tokenidp-sim of \(folder.path) does not answer; is it still running?")
        }
    }

    /// One request over TLS, always on loopback: only a server of this machine is ever administered.
    private func exchange(_ head: HTTPRequestHead, _ body: Data?) async throws -> AdminReply {
        // Whoever issued it: the very certificate that the server wrote down is what it has to show.
        let expected = try NIOSSLCertificate(bytes: Array(leaf.utf8), format: .pem)
        let context = try NIOSSLContext(configuration: .makeClientConfiguration())
        let channel = try await ClientBootstrap(group: MultiThreadedEventLoopGroup.singleton)
            .connectTimeout(.seconds(5))
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    let pipeline = channel.pipeline.syncOperations
                    try pipeline.addHandler(
                        NIOSSLClientHandler(context: context, serverHostname: Self.operatorName) { chain, verdict in
                            verdict.succeed(chain.first == expected ? .certificateVerified : .failed)
                        })
                    try pipeline.addHTTPClientHandlers()
                }
            }
            .connect(host: "127.0.0.1", port: port) { channel in
                channel.eventLoop.makeCompletedFuture {
                    try NIOAsyncChannel<HTTPClientResponsePart, HTTPClientRequestPart>(
                        wrappingChannelSynchronously: channel)
                }
            }
        return try await channel.executeThenClose { inbound, outbound in
            try await outbound.write(.head(head))
            if let body { try await outbound.write(.body(.byteBuffer(ByteBuffer(bytes: body)))) }
            try await outbound.write(.end(nil))
            var reply = AdminReply(status: 0, body: Data())
            for try await part in inbound {
                switch part {
                case .head(let head): reply.status = Int(head.status.code)
                case .body(let buffer): reply.body.append(contentsOf: buffer.readableBytesView)
                case .end: return reply
                }
            }
            throw Failure(description: "The answer was cut off.")
        }
    }
}

/// What the server said to a command.
private struct AdminReply: Sendable {
    var status: Int
    var body: Data

    var message: String {
        (try? JSONDecoder().decode(AdminAnswer.self, from: body).message) ?? "The server answered \(status)."
    }
}
