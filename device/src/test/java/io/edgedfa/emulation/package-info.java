/**
 * This module on an emulated 64-bit ARM board: its own tests, and trainings that must end where they end here. What runs there is the
 * product's classes and arm64 natives, unchanged; how long it takes and how much memory says nothing, so nothing here looks at it. The
 * board is made by {@code .ci/arm64}.
 */
package io.edgedfa.emulation;
