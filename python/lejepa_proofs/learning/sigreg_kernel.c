/* T and its gradient for every slice, from projections stored slice by slice.
 *
 *   T(x) = n sum_k w_k ((mean_i cos(t_k x_i) - phi_k)^2 + (mean_i sin(t_k x_i))^2),
 *   dT/dx_i = sum_k 2 w_k t_k (mean_j sin(t_k x_j) cos(t_k x_i)
 *                              - (mean_j cos(t_k x_j) - phi_k) sin(t_k x_i)),
 *
 * at t_k = k * step, k = 1, ..., knots (the knot 0 adds nothing). Each sample costs one sine and
 * one cosine: with z = e^{i step x} the means are those of the powers of z, and the gradient is the
 * real part of a polynomial in z, by Horner's rule. Compiled once with REAL = float and once with
 * REAL = double; vectors are 64 bytes wide, which a compiler lowers to what the machine has.
 */
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef DOUBLE
typedef double real;
typedef int64_t integer;
#define LANES 8
#define TERMS 9
#define SHIFT 0x1.8p52
/* pi/2 in three pieces; the first two leave room for an exact product with a quotient. */
#define PI_HIGH 0x1.921fb544p+0
#define PI_MIDDLE 0x1.0b4611a6p-34
#define PI_LOW 0x1.13198a2e03707p-65
#define LARGEST 0x1p20
#else
typedef float real;
typedef int32_t integer;
#define LANES 16
#define TERMS 5
#define SHIFT 0x1.8p23f
#define PI_HIGH 0x1.92p+0f
#define PI_MIDDLE 0x1.fb4p-12f
#define PI_LOW 0x1.4442d2p-24f
#define LARGEST 0x1p12f
#endif

typedef real vector __attribute__((vector_size(64)));
typedef integer lanes __attribute__((vector_size(64)));

static inline vector load(const real *from) {
  vector v;
  memcpy(&v, from, sizeof v);
  return v;
}

static inline void store(real *to, vector v) { memcpy(to, &v, sizeof v); }

static inline vector choose(lanes mask, vector yes, vector no) {
  return (vector)((mask & (lanes)yes) | (~mask & (lanes)no));
}

/* 1/k! for the Taylor polynomials on [-pi/4, pi/4]; the first term left out is below an ulp. */
static const double SINE[] = {1., -1. / 6, 1. / 120, -1. / 5040, 1. / 362880, -1. / 39916800,
                              1. / 6227020800, -1. / 1307674368000, 1. / 355687428096000};
static const double COSINE[] = {1., -1. / 2, 1. / 24, -1. / 720, 1. / 40320, -1. / 3628800,
                                1. / 479001600, -1. / 87178291200, 1. / 20922789888000,
                                -1. / 6402373705728000};

static inline void sine_cosine(vector angle, vector *sine, vector *cosine) {
  vector shifted = angle * (real)0x1.45f306dc9c883p-1 + (real)SHIFT;
  lanes quadrant = (lanes)shifted;
  vector quotient = shifted - (real)SHIFT;
  vector r = angle - quotient * (real)PI_HIGH;
  r = r - quotient * (real)PI_MIDDLE;
  r = r - quotient * (real)PI_LOW;
  vector square = r * r;
  vector s = square * (real)SINE[TERMS - 1] + (real)SINE[TERMS - 2];
  vector c = square * (real)COSINE[TERMS] + (real)COSINE[TERMS - 1];
  for (int k = TERMS - 3; k >= 1; k--) s = s * square + (real)SINE[k];
  for (int k = TERMS - 2; k >= 0; k--) c = c * square + (real)COSINE[k];
  s = (s * square) * r + r;
  lanes odd = (quadrant & 1) != 0;
  vector first = choose(odd, c, s), second = choose(odd, s, c);
  *sine = choose((quadrant & 2) != 0, -first, first);
  *cosine = choose(((quadrant + 1) & 2) != 0, -second, second);
}

/* e^{i step x}; lanes past the last sample are 0 and add nothing to any sum. */
static void characters(const real *x, long n, real step, real *re, real *im) {
  lanes near = {0};
  near = ~near;
  for (long i = 0; i < n; i += LANES) {
    long count = n - i < LANES ? n - i : LANES;
    vector v = {0}, s, c;
    memcpy(&v, x + i, (size_t)count * sizeof(real));
    v *= step;
    near &= (v < (real)LARGEST) & (v > -(real)LARGEST);
    sine_cosine(v, &s, &c);
    for (long j = count; j < LANES; j++) s[j] = c[j] = 0;
    store(re + i, c);
    store(im + i, s);
  }
  int reduced = 1;
  for (long j = 0; j < LANES; j++) reduced &= near[j] != 0;
  if (reduced) return;
  /* An angle the reduction was not made for, or not a number. */
  for (long i = 0; i < n; i++) {
    re[i] = (real)cos((double)(step * x[i]));
    im[i] = (real)sin((double)(step * x[i]));
  }
}

#define GROUP 4 /* independent vectors in flight, to hide the latency of a product */

static void sums(const real *re, const real *im, long vectors, long knots, vector *total) {
  memset(total, 0, 2 * (size_t)knots * sizeof(vector));
  for (long i = 0; i < vectors; i += GROUP) {
    vector c[GROUP], s[GROUP], a[GROUP], b[GROUP];
    for (int j = 0; j < GROUP; j++) {
      a[j] = c[j] = load(re + (i + j) * LANES);
      b[j] = s[j] = load(im + (i + j) * LANES);
    }
    for (long k = 0; k < knots; k++) {
      total[2 * k] += (a[0] + a[1]) + (a[2] + a[3]);
      total[2 * k + 1] += (b[0] + b[1]) + (b[2] + b[3]);
      for (int j = 0; j < GROUP; j++) {
        vector next = a[j] * c[j] - b[j] * s[j];
        b[j] = a[j] * s[j] + b[j] * c[j];
        a[j] = next;
      }
    }
  }
}

static void gradient(const real *re, const real *im, long n, long vectors, long knots,
                     const real *coefficient, real *out) {
  for (long i = 0; i < vectors; i += GROUP) {
    vector c[GROUP], s[GROUP], a[GROUP], b[GROUP];
    for (int j = 0; j < GROUP; j++) {
      c[j] = load(re + (i + j) * LANES);
      s[j] = load(im + (i + j) * LANES);
      a[j] = c[j] * 0 + coefficient[2 * (knots - 1)];
      b[j] = c[j] * 0 + coefficient[2 * (knots - 1) + 1];
    }
    for (long k = knots - 2; k >= 0; k--) {
      for (int j = 0; j < GROUP; j++) {
        vector next = a[j] * c[j] - b[j] * s[j] + coefficient[2 * k];
        b[j] = a[j] * s[j] + b[j] * c[j] + coefficient[2 * k + 1];
        a[j] = next;
      }
    }
    for (int j = 0; j < GROUP; j++) {
      long left = n - (i + j) * LANES;
      if (left <= 0) break;
      vector g = a[j] * c[j] - b[j] * s[j];
      memcpy(out + (i + j) * LANES, &g, (size_t)(left < LANES ? left : LANES) * sizeof(real));
    }
  }
}

/* x and grad: slices times n; grad may be null. weight and target: knots. value: slices.
 * Returns 0, or 1 when there is no memory. */
int sigreg_slices(const real *x, long slices, long n, long knots, double step,
                  const double *weight, const double *target, real *value, real *grad) {
  long vectors = (n + GROUP * LANES - 1) / (GROUP * LANES) * GROUP;
  size_t room = (2 * (size_t)vectors + 2 * (size_t)knots) * sizeof(vector);
  room += (2 * (size_t)knots * sizeof(real) + 63) / 64 * 64;
  real *re = aligned_alloc(64, room);
  if (!re) return 1;
  memset(re, 0, room);
  real *im = re + vectors * LANES;
  vector *total = (vector *)(im + vectors * LANES);
  real *coefficient = (real *)(total + 2 * knots);
  for (long slice = 0; slice < slices; slice++) {
    characters(x + slice * n, n, (real)step, re, im);
    sums(re, im, vectors, knots, total);
    double statistic = 0;
    for (long k = 0; k < knots; k++) {
      double c = 0, s = 0;
      for (int j = 0; j < LANES; j++) {
        c += (double)total[2 * k][j];
        s += (double)total[2 * k + 1][j];
      }
      c = c / (double)n - target[k];
      s = s / (double)n;
      statistic += weight[k] * (c * c + s * s);
      double scale = 2 * weight[k] * (double)(k + 1) * step;
      coefficient[2 * k] = (real)(scale * s);
      coefficient[2 * k + 1] = (real)(scale * c);
    }
    value[slice] = (real)((double)n * statistic);
    if (grad) gradient(re, im, n, vectors, knots, coefficient, grad + slice * n);
  }
  free(re);
  return 0;
}
