import Glibc

/// What this process may still use. Limits cannot be raised again.
enum ProcessLimits {
  /// Address space on top of what the program takes by itself, some 80 MB of shared libraries. The hungriest picture of
  /// 40 million pixels, a progressive JPEG in four inks, takes 360 MB to decode; its file comes on top, for a moment
  /// three times while it is read.
  private static let memory: UInt = 512 << 20

  /// Limits memory, processor time and open files, and turns core dumps off.
  /// Over the time, the process ends by `SIGXCPU`.
  /// - Returns: false if the system refuses, so that nothing is decoded without them.
  static func set(seconds: Int) -> Bool {
    guard let mapped = mappedBytes() else { return false }
    let time = UInt(seconds)
    // At the lower limit of time the signal tells what happened, at the upper one it would be a plain kill.
    return set(RLIMIT_AS, mapped + memory) && set(RLIMIT_CPU, time, most: time + 1) && set(RLIMIT_NOFILE, 16)
      && set(RLIMIT_CORE, 0)
  }

  private static func set(_ resource: __rlimit_resource, _ value: UInt, most: UInt? = nil) -> Bool {
    var limit = rlimit(rlim_cur: value, rlim_max: most ?? value)
    return unsafe setrlimit(__rlimit_resource_t(resource.rawValue), &limit) == 0
  }

  /// The address space taken by now, most of it by shared libraries.
  private static func mappedBytes() -> UInt? {
    let file = unsafe open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    guard let bytes = Descriptor.readAll(file, limit: 4_096) else { return nil }
    let pages = String(decoding: bytes, as: UTF8.self).split(separator: " ").first.flatMap { UInt($0) }
    return pages.map { $0 * UInt(sysconf(Int32(_SC_PAGESIZE))) }
  }
}
