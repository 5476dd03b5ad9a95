/// The status and headers of an answer, with its body still to come.
package struct HTTPResponse: Sendable {
  /// The status code of the final answer, such as 200.
  package let status: Int

  /// The headers in the order of their arrival, names as the server spelled them.
  package let headers: [(name: String, value: String)]

  /// The version spoken, `1.1` or `2`.
  package let httpVersion: String

  /// The bytes after the headers; dropping it unread ends the transfer.
  package let body: HTTPBody

  /// The value of the first header of this name, whatever its case.
  package func header(_ name: String) -> String? {
    let name = name.lowercased()
    return headers.first { $0.name.lowercased() == name }?.value
  }
}
