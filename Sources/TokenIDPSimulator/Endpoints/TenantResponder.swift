import HTTPTypes
import Hummingbird

/// Finds the tenant of a request and lets its routes answer.
struct TenantResponder<Inner: HTTPResponder>: HTTPResponder where Inner.Context == SimulatorRequestContext {
    let tenants: Tenants
    let responders: [Inner]

    func respond(to request: Request, context: SimulatorRequestContext) async throws -> Response {
        let target = request.head.path ?? "/"
        let found = tenants.resolve(authority: request.head.authority, target: target)
        guard found.target != target else {
            return try await responders[found.index].respond(to: request, context: context)
        }
        var head = request.head
        head.path = found.target
        return try await responders[found.index].respond(
            to: Request(head: head, body: request.body), context: context)
    }
}
