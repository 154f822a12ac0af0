/-!
# SHA-256

The hash function of FIPS 180-4, so that the audit record can name sources and statements by a
digest that is hard to forge and can be recomputed by any other tool.

## Main definitions

* `Audit.sha256`: the digest of a byte array.
* `Audit.hex`: its hexadecimal form.
-/

namespace Audit

private def roundConstants : Array UInt32 := #[
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5,
  0xd807aa98, 0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174,
  0xe49b69c1, 0xefbe4786, 0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da,
  0x983e5152, 0xa831c66d, 0xb00327c8, 0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967,
  0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13, 0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85,
  0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819, 0xd6990624, 0xf40e3585, 0x106aa070,
  0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a, 0x5b9cca4f, 0x682e6ff3,
  0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7, 0xc67178f2]

private def initialState : Array UInt32 := #[
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19]

private def rotateRight (x : UInt32) (n : UInt32) : UInt32 :=
  (x >>> n) ||| (x <<< (32 - n))

/-- The message followed by a one bit, zeros and its length in bits, a multiple of 64 bytes. -/
private def pad (message : ByteArray) : ByteArray := Id.run do
  let mut padded := message.push 0x80
  while padded.size % 64 ≠ 56 do
    padded := padded.push 0
  let bits : UInt64 := 8 * message.size.toUInt64
  for i in [0:8] do
    padded := padded.push (bits >>> (8 * (7 - i)).toUInt64).toUInt8
  return padded

private def schedule (block : ByteArray) (offset : Nat) : Array UInt32 := Id.run do
  let mut w : Array UInt32 := Array.mkEmpty 64
  for i in [0:16] do
    let at' := offset + 4 * i
    w := w.push <| (block.get! at').toUInt32 <<< 24 ||| (block.get! (at' + 1)).toUInt32 <<< 16 |||
      (block.get! (at' + 2)).toUInt32 <<< 8 ||| (block.get! (at' + 3)).toUInt32
  for i in [16:64] do
    let x := w[i - 15]!
    let y := w[i - 2]!
    let s0 := rotateRight x 7 ^^^ rotateRight x 18 ^^^ (x >>> 3)
    let s1 := rotateRight y 17 ^^^ rotateRight y 19 ^^^ (y >>> 10)
    w := w.push (w[i - 16]! + s0 + w[i - 7]! + s1)
  return w

private def compress (state w : Array UInt32) : Array UInt32 := Id.run do
  let mut a := state[0]!
  let mut b := state[1]!
  let mut c := state[2]!
  let mut d := state[3]!
  let mut e := state[4]!
  let mut f := state[5]!
  let mut g := state[6]!
  let mut h := state[7]!
  for i in [0:64] do
    let s1 := rotateRight e 6 ^^^ rotateRight e 11 ^^^ rotateRight e 25
    let t1 := h + s1 + ((e &&& f) ^^^ (~~~e &&& g)) + roundConstants[i]! + w[i]!
    let s0 := rotateRight a 2 ^^^ rotateRight a 13 ^^^ rotateRight a 22
    let t2 := s0 + ((a &&& b) ^^^ (a &&& c) ^^^ (b &&& c))
    h := g
    g := f
    f := e
    e := d + t1
    d := c
    c := b
    b := a
    a := t1 + t2
  return #[a, b, c, d, e, f, g, h].zipWith (· + ·) state

/-- The SHA-256 digest of `message`, 32 bytes. -/
def sha256 (message : ByteArray) : ByteArray := Id.run do
  let padded := pad message
  let mut state := initialState
  for i in [0:padded.size / 64] do
    state := compress state (schedule padded (64 * i))
  let mut digest := ByteArray.emptyWithCapacity 32
  for word in state do
    for shift in [24, 16, 8, 0] do
      digest := digest.push (word >>> shift).toUInt8
  return digest

/-- Bytes as lower-case hexadecimal digits. -/
def hex (bytes : ByteArray) : String :=
  bytes.foldl (init := "") fun s byte =>
    (s.push (Nat.digitChar (byte.toNat / 16))).push (Nat.digitChar (byte.toNat % 16))

end Audit
