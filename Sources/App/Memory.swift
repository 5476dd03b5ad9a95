import CMalloc

/// What the C library's allocator, which is Swift's as well, does with memory that was given back to it.
enum Memory {
  /// Blocks of this many bytes go back to the system at once.
  private static let large: Int32 = 256 << 10

  /// Keeps what a long answer took on its way from staying. To be called before there are threads.
  ///
  /// By itself the allocator makes a heap for each thread that finds the others busy, each with what was once used in it;
  /// and after a large block was given back it keeps all others up to that size, and twice as much at the end of a heap.
  static func prepare() {
    mallopt(M_ARENA_MAX, 2)
    mallopt(M_MMAP_THRESHOLD, large)
  }

  /// Gives what is not in use back to the system.
  static func trim() { malloc_trim(0) }
}
