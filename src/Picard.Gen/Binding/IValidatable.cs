namespace Picard;

/// <summary>
/// A type that knows what makes its values good. A value that is the content as JSON or a <c>[Parameters]</c> parameter is asked before the method is called; if it
/// has violations, the request is answered with 400 and all of them.
/// </summary>
/// <remarks>The value itself is asked, not what is inside it: pass parts and items on with <see cref="Violations.Check"/>.</remarks>
public interface IValidatable
{
    /// <summary>Says what is wrong with the value.</summary>
    /// <param name="violations">Takes what is wrong; stays empty for a good value.</param>
    void Validate(ref Violations violations);
}
