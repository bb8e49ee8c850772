using System.Buffers;
using System.Text.RegularExpressions;
using System.Text.Unicode;

namespace Picard.Gen;

/// <summary>The constraint <c>regex</c>, compiled once for the application. Case matters, as in literals; <c>^</c> and <c>$</c> anchor.</summary>
public sealed class RouteRegex
{
    // Limit: for the few expressions that need backtracking; a segment that takes longer does not match.
    private static readonly TimeSpan s_timeout = TimeSpan.FromMilliseconds(50);

    private readonly Regex _regex;

    /// <summary>Compiles an expression.</summary>
    /// <param name="expression">The regular expression; the generator has checked that it parses.</param>
    public RouteRegex(string expression) => _regex = Compile(expression);

    /// <summary>Whether a segment matches.</summary>
    /// <param name="segment">The decoded segment; one that is not UTF-8 does not match.</param>
    /// <returns>Whether the expression matches somewhere in it.</returns>
    public bool IsMatch(ReadOnlySpan<byte> segment)
    {
        var chars = ArrayPool<char>.Shared.Rent(segment.Length);
        try
        {
            return Utf8.ToUtf16(segment, chars, out _, out var written, replaceInvalidSequences: false) == OperationStatus.Done
                && _regex.IsMatch(chars.AsSpan(0, written));
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
        finally
        {
            ArrayPool<char>.Shared.Return(chars);
        }
    }

    private static Regex Compile(string expression)
    {
        try
        {
            // Time linear in the segment, whatever the expression: the path is the client's.
            return new Regex(expression, RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        }
        catch (NotSupportedException)
        {
            // Lookarounds and backreferences need backtracking, so they get a time limit instead.
            return new Regex(expression, RegexOptions.CultureInvariant, s_timeout);
        }
    }
}
