import CZbar

/// What a phone's camera would read: every QR code that zbar finds in a grey picture, in no set order.
///
/// - Parameters:
///   - width: in pixels.
///   - height: in pixels.
///   - grey: `width * height` bytes, row by row, 0 black to 255 white.
/// - Returns: the texts of the codes; empty when there is none, or none that can be read.
public func decodeQR(width: Int, height: Int, grey: [UInt8]) -> [String] {
    precondition(grey.count == width * height, "one byte a pixel")
    guard let scanner = zbar_image_scanner_create() else { return [] }
    defer { zbar_image_scanner_destroy(scanner) }
    guard let image = zbar_image_create() else { return [] }
    defer { zbar_image_destroy(image) }
    // Only QR: in big glyphs zbar likes to see bar codes.
    zbar_image_scanner_set_config(scanner, ZBAR_NONE, ZBAR_CFG_ENABLE, 0)
    zbar_image_scanner_set_config(scanner, ZBAR_QRCODE, ZBAR_CFG_ENABLE, 1)
    zbar_image_set_format(image, y800)
    zbar_image_set_size(image, UInt32(width), UInt32(height))
    return grey.withUnsafeBytes { pixels in
        zbar_image_set_data(image, pixels.baseAddress, UInt(pixels.count), nil)
        guard zbar_scan_image(scanner, image) > 0 else { return [] }
        var found: [String] = []
        var next = zbar_image_first_symbol(image)
        while let symbol = next {
            let text = UnsafeRawBufferPointer(
                start: zbar_symbol_get_data(symbol), count: Int(zbar_symbol_get_data_length(symbol)))
            found.append(String(decoding: text, as: UTF8.self))
            next = zbar_symbol_next(symbol)
        }
        return found
    }
}

/// "Y800" as zbar wants its four letters: one byte of grey a pixel.
private let y800: UInt = 0x3030_3859
