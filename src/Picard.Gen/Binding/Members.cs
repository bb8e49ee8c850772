using System.Text;

namespace Picard.Gen;

/// <summary>What emitted code asks when it binds the members of a <c>[Parameters]</c> type.</summary>
public static class Members
{
    /// <summary>Whether a member has the name of a route parameter; case does not matter, as for parameters of methods.</summary>
    /// <param name="name">The member's name.</param>
    /// <param name="routeParameter">The name in the pattern.</param>
    public static bool IsNamed(ReadOnlySpan<byte> name, ReadOnlySpan<byte> routeParameter) => Ascii.EqualsIgnoreCase(name, routeParameter);

    /// <summary>Lets a value be validated whose members are bound.</summary>
    /// <typeparam name="T">The type of the value.</typeparam>
    /// <param name="exchange">The exchange.</param>
    /// <param name="parameter">The parameter's name, for the answer.</param>
    /// <param name="value">The value.</param>
    /// <returns>False if it is not good; <see cref="Exchange.Stopped"/> then answers.</returns>
    public static bool Accept<T>(Exchange exchange, ReadOnlySpan<byte> parameter, T value) => Violations.Accept(exchange, parameter, value);
}
