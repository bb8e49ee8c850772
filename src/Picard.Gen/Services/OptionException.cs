namespace Picard;

/// <summary>An option is wrong: the text names it and says what it must be. Thrown by what uses the options, when the application starts.</summary>
/// <param name="message">One line for the person who starts the program.</param>
public sealed class OptionException(string message) : ArgumentException(message);
