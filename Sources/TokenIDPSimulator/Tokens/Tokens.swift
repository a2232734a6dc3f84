import Crypto
import Foundation
import JWTKit

/// What goes into an access token (RFC 9068). Times are whole seconds since 1970.
struct AccessTokenClaims: JWTPayload {
    var iss: String
    var sub: String
    var aud: String
    var clientID: String
    var scope: String
    var jti: String
    var iat: Int
    var exp: Int
    var cnf: Confirmation?

    /// The key a token is bound to (RFC 9449, 6.1).
    struct Confirmation: Codable, Sendable {
        var jkt: String
    }

    enum CodingKeys: String, CodingKey {
        case iss, sub, aud, scope, jti, iat, exp, cnf
        case clientID = "client_id"
    }

    /// Expiry is checked by the caller, whose clock can be stepped.
    func verify(using algorithm: some JWTAlgorithm) {}
}

/// What goes into an id_token (OpenID Connect Core, 2). Times are whole seconds since 1970.
struct IDTokenClaims: JWTPayload {
    var iss: String
    var sub: String
    var aud: String
    var iat: Int
    var exp: Int
    var authTime: Int
    var accessTokenHash: String
    var about: PersonClaims

    enum CodingKeys: String, CodingKey {
        case iss, sub, aud, iat, exp
        case authTime = "auth_time"
        case accessTokenHash = "at_hash"
    }

    init(
        iss: String, sub: String, aud: String, iat: Int, exp: Int, authTime: Int, accessToken: String,
        about: PersonClaims
    ) {
        (self.iss, self.sub, self.aud, self.iat, self.exp) = (iss, sub, aud, iat, exp)
        self.authTime = authTime
        // The left half of the hash that goes with ES256 (OpenID Connect Core, 3.1.3.6).
        accessTokenHash = Data(SHA256.hash(data: Data(accessToken.utf8)).prefix(16)).base64URL
        self.about = about
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: CodingKeys.self)
        iss = try container.decode(String.self, forKey: .iss)
        sub = try container.decode(String.self, forKey: .sub)
        aud = try container.decode(String.self, forKey: .aud)
        iat = try container.decode(Int.self, forKey: .iat)
        exp = try container.decode(Int.self, forKey: .exp)
        authTime = try container.decode(Int.self, forKey: .authTime)
        accessTokenHash = try container.decode(String.self, forKey: .accessTokenHash)
        about = try PersonClaims(from: decoder)
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(iss, forKey: .iss)
        try container.encode(sub, forKey: .sub)
        try container.encode(aud, forKey: .aud)
        try container.encode(iat, forKey: .iat)
        try container.encode(exp, forKey: .exp)
        try container.encode(authTime, forKey: .authTime)
        try container.encode(accessTokenHash, forKey: .accessTokenHash)
        try about.encode(to: encoder)
    }

    func verify(using algorithm: some JWTAlgorithm) {}
}

/// What the granted scopes allow to be said about a person (OpenID Connect Core, 5.4).
struct PersonClaims: Codable, Sendable, Equatable {
    var name: String?
    var givenName: String?
    var familyName: String?
    var preferredUsername: String?
    var email: String?
    var emailVerified: Bool?
    var phoneNumber: String?

    enum CodingKeys: String, CodingKey {
        case name, email
        case givenName = "given_name"
        case familyName = "family_name"
        case preferredUsername = "preferred_username"
        case emailVerified = "email_verified"
        case phoneNumber = "phone_number"
    }

    init(_ person: Directory.Person, scope: [String]) {
        if scope.contains("profile") {
            name = person.name
            givenName = person.givenName
            familyName = person.familyName
            preferredUsername = person.username
        }
        if scope.contains("email"), let address = person.email {
            email = address
            emailVerified = true
        }
        if scope.contains("phone") { phoneNumber = person.phoneNumber }
    }
}
