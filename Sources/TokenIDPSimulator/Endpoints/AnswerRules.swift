import Foundation
import HTTPTypes
import Hummingbird
import Logging

/// What holds for every answer: nothing is cached or guessed at, and an error never tells more than its name.
struct AnswerRules: RouterMiddleware {
    typealias Context = SimulatorRequestContext

    let simulator: Simulator

    func handle(
        _ request: Request, context: Context, next: (Request, Context) async throws -> Response
    ) async throws -> Response {
        var response: Response
        do {
            response = try await next(request, context)
        } catch let error as OAuthError {
            response = error.response(in: simulator.settings.dialect ?? RequestParameters.dialect(of: request))
        } catch let error as any HTTPResponseError where error.status == .notFound {
            response = Self.answerToNoRoute(request)
        } catch let error as any HTTPResponseError {
            response = Response.json(["error": "invalid_request"], status: error.status)
        } catch let error as CancellationError {
            // Whoever asked has hung up, or the server stops: there is nobody to answer.
            throw error
        } catch {
            simulator.logger.error("Request failed", metadata: ["path": "\(request.uri.path)", "error": "\(error)"])
            response = Response.json(["error": "server_error"], status: .internalServerError)
        }
        // RFC 6749, 5.1; RFC 8628, 3.2 shows it. Pages with codes must not be kept either.
        response.headers[.cacheControl] = "no-store"
        response.headers[.pragma] = "no-cache"
        response.headers[.xContentTypeOptions] = "nosniff"
        if response.headers[.date] == nil {
            response.headers[.date] = HTTPDate.text(simulator.now() + Double(simulator.troubles.clock))
        }
        // The path without its query: that can carry a user code.
        simulator.logger.info("\(request.method) \(request.uri.path) \(response.status.code)")
        return response
    }
}

extension AnswerRules {
    /// The methods of every path (RFC 9110, 15.5.6: a 405 has to name them).
    private static let methods: [String: [String]] = {
        var methods: [String: [String]] = [:]
        for path in ["/device_authorization", "/token", "/revoke", "/introspect", "/device/sign-out"] {
            methods[path] = ["POST"]
        }
        for path in ["/userinfo", "/device", "/device/sign-in", "/device/request"] {
            methods[path] = ["GET", "HEAD", "POST"]
        }
        for path in [
            "/", "/authorize", "/healthz", "/openapi.json", "/.well-known/openid-configuration",
            "/.well-known/oauth-authorization-server", "/.well-known/jwks.json",
        ] {
            methods[path] = ["GET", "HEAD"]
        }
        return methods
    }()

    /// Nothing is served there, or not by this method.
    private static func answerToNoRoute(_ request: Request) -> Response {
        guard let methods = methods[request.uri.path] else {
            return Response.json(["error": "not_found"], status: .notFound)
        }
        let words = methods.filter { $0 != "HEAD" }.joined(separator: " or ")
        var response = OAuthError(.invalidRequest, "Use \(words).").response(in: .rfc)
        response.status = .methodNotAllowed
        response.headers[.allow] = methods.joined(separator: ", ")
        return response
    }
}
