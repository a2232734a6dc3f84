import Foundation
import HTTPTypes
import Hummingbird
import NIOCore
import Synchronization

extension Simulator {
    /// Who asks at an endpoint, and how they are answered.
    struct Asking: Sendable {
        var place: Scenario.Place
        var client: String?
        var code: UserCode?
        var dialect = Dialect.rfc
    }

    /// Answers as always, or as the scenario says that is on for whoever asks.
    /// - Parameter answer: makes the real answer; it is told what to do otherwise.
    func answer(
        _ asking: Asking, _ context: SimulatorRequestContext,
        _ answer: (Scenario.Act?) async throws -> Response
    ) async throws -> Response {
        guard let scenario = troubles.scenario(client: asking.client, code: asking.code) else {
            do { return try await answer(nil) } catch let error as OAuthError {
                return error.response(in: asking.dialect, at: asking.place)
            }
        }
        var act = scenario.act(at: asking.place)
        let whom = asking.code?.letters ?? asking.client ?? context.address
        if let due = act, due.only == nil,
            !troubles.isStillDue(due, of: scenario, at: asking.place, for: whom)
        {
            act = nil
        }
        if let hang = act?.delivery?.hang { try await Task.sleep(for: .seconds(hang)) }
        var response: Response
        if let act, act.only == nil, let canned = act.answer {
            response = canned.response
        } else {
            do {
                response = try await answer(act)
            } catch let error as OAuthError {
                response = error.response(in: asking.dialect, at: asking.place)
            }
            if let due = act, let only = due.only {
                let isHit = (response.status == .ok) == (only == .tokens)
                if !isHit || !troubles.isStillDue(due, of: scenario, at: asking.place, for: whom) {
                    act = nil
                } else if let canned = due.answer {
                    response = canned.response
                }
            }
            if let act { response = try await act.changed(response) }
        }
        if act != nil {
            audit(.troubled) {
                ($0.clientID, $0.userCode, $0.address) = (asking.client, asking.code?.shown, context.address)
                $0.reason = "\(scenario.name) at \(asking.place.rawValue)"
            }
        }
        if let clock = scenario.clock { response.headers[.date] = HTTPDate.text(now() + Double(clock)) }
        if let delivery = act?.delivery { response = try await delivery.apply(to: response, over: context.channel) }
        return response
    }
}

extension OAuthError {
    /// The published source answers every mistake at its device endpoint alike.
    fileprivate func response(in dialect: Dialect, at place: Scenario.Place) -> Response {
        dialect == .source && place == .deviceAuthorization ? Self.unhandled : response(in: dialect)
    }
}

extension Scenario.CannedAnswer {
    fileprivate var response: Response {
        var response = Response(
            status: HTTPResponse.Status(code: status), body: ResponseBody(byteBuffer: ByteBuffer(string: body ?? "")))
        for (name, value) in headers ?? [:] {
            if let name = HTTPField.Name(name) { response.headers[name] = value }
        }
        return response
    }
}

extension Scenario.Act {
    /// The answer with other members, other strings and more of them.
    fileprivate func changed(_ response: Response) async throws -> Response {
        guard members != nil || asText != nil || stringPrefix != nil || padding != nil else { return response }
        let bytes = try await response.body.bytes()
        guard var json = try? JSONDecoder().decode(JSONValue.self, from: bytes) else { return response }
        if let members { json = json.replacing(members) }
        if let asText { json = json.writingNumbersAsText(asText) }
        if let stringPrefix { json = json.prefixingStrings(with: stringPrefix) }
        if let padding {
            json = json.replacing(["padding": .text(String(repeating: "x", count: padding * 1024))])
        }
        var changed = Response.json(json, status: response.status)
        changed.headers = response.headers
        changed.headers[.contentLength] = nil
        return changed
    }
}

extension Scenario.Delivery {
    /// The answer as it travels when the network or a server in between is in trouble.
    fileprivate func apply(to response: Response, over channel: any Channel) async throws -> Response {
        var response = response
        if let resetAfter {
            let bytes = try await response.body.bytes()
            let sent = ByteBuffer(bytes: bytes.prefix(resetAfter))
            response.headers[.contentLength] = String(max(bytes.count, resetAfter + 1))
            response.body = ResponseBody { writer in
                try await writer.write(sent)
                // Without lingering, closing throws away what waits and resets the connection.
                try await (channel as? any SocketOptionProvider)?.setSoLinger(linger(l_onoff: 1, l_linger: 0)).get()
                try await channel.close(mode: .all)
                throw ChannelError.ioOnClosedChannel
            }
        } else if let drip {
            let bytes = try await response.body.bytes()
            response.headers[.contentLength] = String(bytes.count)
            response.body = ResponseBody { writer in
                var rest = bytes[...]
                while !rest.isEmpty {
                    try await writer.write(ByteBuffer(bytes: rest.prefix(drip.bytes)))
                    rest = rest.dropFirst(drip.bytes)
                    try await Task.sleep(for: .seconds(drip.every))
                }
                try await writer.finish(nil)
            }
        }
        return response
    }
}

extension Response {
    /// The body as a string of JSON.
    func quoted() async throws -> Response {
        var quoted = Response.json(String(decoding: try await body.bytes(), as: UTF8.self), status: status)
        quoted.headers = headers
        quoted.headers[.contentLength] = nil
        return quoted
    }
}

extension ResponseBody {
    /// The whole of a body that is already there.
    fileprivate func bytes() async throws -> Data {
        let collected = CollectedBody()
        try await write(CollectingWriter(body: collected))
        return collected.bytes
    }

    private final class CollectedBody: Sendable {
        private let parts = Mutex(Data())

        func append(_ buffer: ByteBuffer) { parts.withLock { $0.append(contentsOf: buffer.readableBytesView) } }
        var bytes: Data { parts.withLock { $0 } }
    }

    private struct CollectingWriter: ResponseBodyWriter {
        let body: CollectedBody

        mutating func write(_ buffer: ByteBuffer) async throws { body.append(buffer) }
        consuming func finish(_ trailingHeaders: HTTPFields?) async throws {}
    }
}
